// Node wants the file name in the import, Handlebars declares its types for the name without it.
declare module 'handlebars/runtime.js' {
  import Handlebars from 'handlebars';
  export default Handlebars;
}

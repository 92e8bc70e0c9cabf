// Rekindle's own lint rules (a plugin of .oxlintrc.json): what keeps the core a function of its arguments, and every
// provider behind its port. `test/lint-rules.test.ts` shows each of them a sample that must not pass.

/** Reading any of these makes the result depend on more than the arguments. */
const AMBIENT = new Map([
  ['Date.now', 'Take `now` as an argument: it is captured once per unit of work, in an adapter or a composition root.'],
  ['performance.now', 'Take the time as an argument.'],
  ['Math.random', 'Take a seeded generator as an argument.'],
  ['crypto.randomUUID', 'Derive the id from its content, or take a generator as an argument.'],
  ['crypto.getRandomValues', 'Take a generator as an argument.'],
  ['process.env', 'Configuration is read in the composition root and passed down.'],
  ['import.meta.env', 'Configuration is read in the composition root and passed down.'],
]);

const noAmbient = {
  meta: { type: 'problem', docs: { description: 'No clock, chance or environment outside adapters and roots' } },
  create(context) {
    const bareDate = (node) => {
      if (node.callee.type !== 'Identifier' || node.callee.name !== 'Date') return;
      if (node.type === 'NewExpression' && node.arguments.length > 0) return;
      context.report({
        node,
        message: `\`${node.type === 'NewExpression' ? 'new ' : ''}Date()\` reads the clock. ${AMBIENT.get('Date.now')}`,
      });
    };
    return {
      MemberExpression(node) {
        const name = dotted(node);
        const why = AMBIENT.get(name?.replace(/^globalThis\./, '') ?? '');
        if (why !== undefined) context.report({ node, message: `\`${name}\`: ${why}` });
      },
      VariableDeclarator({ id, init }) {
        if (id.type !== 'ObjectPattern' || init === null) return;
        for (const { type, key } of id.properties) {
          const name = type === 'Property' ? `${dotted(init)}.${key.name ?? key.value}` : '';
          if (AMBIENT.has(name)) context.report({ node: key, message: `\`${name}\`: ${AMBIENT.get(name)}` });
        }
      },
      NewExpression: bareDate,
      CallExpression: bareDate,
    };
  },
};

const PROVIDER = /google|gmail|microsoft|outlook|office ?365|msgraph|exchange online/i;

const noProviderNames = {
  meta: { type: 'problem', docs: { description: 'Providers are known by their port, not by their name' } },
  create(context) {
    const check = (node, text) => {
      const [name] = PROVIDER.exec(text) ?? [];
      if (name === undefined) return;
      context.report({ node, message: `"${name}" belongs into src/providers: give the port a capability instead.` });
    };
    return {
      Identifier: (node) => check(node, node.name),
      Literal: (node) => typeof node.value === 'string' && check(node, node.value),
      TemplateElement: (node) => check(node, node.value.raw),
    };
  },
};

/** `a.b.c` or `a['b'].c` as text; undefined when something in it is computed. */
function dotted(node) {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'MetaProperty') return `${node.meta.name}.${node.property.name}`;
  if (node.type !== 'MemberExpression') return undefined;
  const object = dotted(node.object);
  const property = node.computed ? node.property.value : node.property.name;
  return object === undefined || typeof property !== 'string' ? undefined : `${object}.${property}`;
}

export default {
  meta: { name: 'rekindle' },
  rules: { 'no-ambient': noAmbient, 'no-provider-names': noProviderNames },
};

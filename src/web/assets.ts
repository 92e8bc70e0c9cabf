/** The style sheet and the one script. Kept as text so that they are served alike on Node and on Workers. */

export const STYLE = `
:root { color-scheme: light dark; --ink: #24211d; --soft: #635b52; --paper: #fbf8f3; --card: #fff; --line: #e2dacd; --accent: #9a3f1c; --on-accent: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #f1ece4; --soft: #b9afa3; --paper: #1d1a17; --card: #272320; --line: #423b34; --accent: #f0a47e; --on-accent: #26140b; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.55 Georgia, 'Iowan Old Style', 'Times New Roman', serif; }
header, main, footer { max-width: 40rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 1.5rem; }
.brand { color: var(--accent); font-weight: bold; text-decoration: none; letter-spacing: .01em; display: inline-block; padding: .6rem 0; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 1rem 0 .75rem; text-wrap: balance; }
h2 { font-size: 1.2rem; margin: 0 0 .5rem; }
ul { padding-left: 1.2rem; }
p, li { max-width: 36rem; }
a { color: var(--accent); }
.soft, footer, .hint { color: var(--soft); font-size: .92rem; }
footer { margin: 3rem auto 2rem; border-top: 1px solid var(--line); padding-top: 1rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1.1rem 1.25rem 1.3rem; margin: 1.25rem 0; }
label { display: block; font-weight: bold; margin-top: 1rem; }
input { width: 100%; font: inherit; font-weight: normal; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: 6px; padding: .6rem .7rem; min-height: 44px; margin-top: .3rem; }
button, .button { font: inherit; font-weight: bold; color: var(--on-accent); background: var(--accent); border: 0; border-radius: 6px; min-height: 44px; padding: .6rem 1.2rem; margin-top: 1.3rem; cursor: pointer; display: inline-block; text-decoration: none; }
button[disabled] { opacity: .55; cursor: default; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
progress { width: 100%; height: 14px; accent-color: var(--accent); }
.error { border-left: 4px solid var(--accent); padding-left: .9rem; }
iframe { width: 100%; height: 78vh; border: 1px solid var(--line); border-radius: 10px; background: #fff; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .2rem 1rem; } dt { text-align: right; font-variant-numeric: tabular-nums; } dd { margin: 0; }
`;

/** Uploads each chosen file as it is (no form encoding, so nothing is held in memory), then follows the import. */
export const IMPORT_SCRIPT = `
const form = document.querySelector('#import');
const status = document.querySelector('#status');
const bar = document.querySelector('#bar');
const zone = form.elements.zone;
if (!zone.value) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? '';
form.hidden = false;

function say(text) { status.textContent = text; }

function fail(problem) {
  say([problem.message, problem.hint].filter(Boolean).join(' '));
  status.classList.add('error');
  bar.hidden = true;
  form.querySelector('button').disabled = false;
}

async function ask(method, path, body) {
  const response = await fetch(path, { method, body, headers: body ? { 'content-type': 'application/json' } : {} });
  const answer = await response.json().catch(() => ({ message: 'The server did not answer as expected.' }));
  if (!response.ok) throw answer;
  return answer;
}

function upload(path, file, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', path);
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onload = () => {
      if (request.status < 300) return resolve();
      try { reject(JSON.parse(request.responseText)); } catch { reject({ message: 'The upload failed.' }); }
    };
    request.onerror = () => reject({ message: 'The upload was interrupted. Nothing was imported.' });
    request.send(file);
  });
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  status.classList.remove('error');
  form.querySelector('button').disabled = true;
  bar.hidden = false;
  const files = [...form.elements.files.files];
  const total = files.reduce((sum, file) => sum + file.size, 0) || 1;
  let before = 0;
  try {
    const { id } = await ask('POST', '/imports');
    for (const file of files) {
      await upload('/imports/' + id + '/files/' + encodeURIComponent(file.name), file, (loaded) => {
        bar.value = (before + loaded) / total;
        say('Uploading ' + file.name + ': ' + Math.round(100 * bar.value) + ' %');
      });
      before += file.size;
    }
    await ask('POST', '/imports/' + id + '/start', JSON.stringify({ me: form.elements.me.value, zone: zone.value }));
    location.assign('/imports/' + id);
  } catch (problem) {
    fail(problem);
  }
});
`;

// The page on which a doc writer makes an embed: the form, the preview with the real element, and the code. Its words are in the HTML
// (scripts/embedding.mjs), the code for each tool in embed-code.js. Not here: what an attribute means (docs/embedding.md).
//
//   embedding.html?scenario=NAME&lesson=NAME&lang=…&theme=…    what is chosen at first; `#s=1.…` a shared lab
//
// Invariant: what is typed becomes attributes and text, never HTML. Nothing is kept or sent.
import { HOSTS, ownPicture, pictureOf } from './embed-code.js';

const root = document.documentElement;
const asked = new URLSearchParams(location.search);
const form = document.querySelector('form');
const field = form.elements;
const status = document.querySelector('[role=status]');
const share = /^#s=([\w.-]{1,8192})$/.exec(location.hash)?.[1];
let host = HOSTS[0];
let own = ''; // the title that the lab has by itself

const key = () => (root.lang === 'zh-CN' ? 'zh' : 'en');
const wordsOf = (element) => element.dataset[key()];

function setLanguage(tag) {
  root.lang = /^zh/i.test(tag ?? '') ? 'zh-CN' : 'en';
  for (const option of document.querySelectorAll('option[data-en]')) option.textContent = wordsOf(option);
  for (const group of document.querySelectorAll('optgroup')) group.label = wordsOf(group);
  document.title = `${document.querySelector(`h1 [lang="${root.lang}"]`).textContent} – Offset Lab`;
}

/** The choices as the element's attributes. */
function chosen() {
  const [kind, name] = field.what.value.split(':');
  const title = field.title.value || own;
  const lab = { [kind]: kind === 'share' ? share : name, title, alt: wordsOf(document.body).replace('{}', title.replace(/[.。]$/, '')), pictures: root.lang, picture: field.what.selectedOptions[0].dataset.picture };
  for (const each of ['at', 'queue', 'view', 'controls', 'height', 'lang', 'theme', 'load']) lab[each] = field[each].value.trim();
  const base = field.base.value.trim() || './';
  return { ...lab, base: base.endsWith('/') ? base : `${base}/` };
}

/** The same as they are in this folder, for the preview. */
const here = (lab) => ({ ...lab, base: './' });

let shown = '';
function showPreview(lab) {
  const said = JSON.stringify(lab);
  if (said === shown) return;
  shown = said;
  const element = document.createElement('offset-lab');
  for (const [name, value] of Object.entries(lab)) {
    if (value && !['base', 'alt', 'pictures', 'picture'].includes(name)) element.setAttribute(name, value);
  }
  if (ownPicture(lab)) element.textContent = lab.title;
  else element.append(Object.assign(document.createElement('img'), { alt: lab.alt, src: pictureOf(lab) }));
  document.querySelector('.preview div').replaceChildren(element);
}

/** A lab that the folder has no picture of: it is drawn by the lab itself, and saved. */
function offerPicture(lab) {
  const name = ownPicture(lab);
  const place = document.querySelector('.own');
  place.hidden = !name;
  place.querySelector('code').textContent = `${host.folder(lab)}img/${name}`;
  place.querySelector('button').onclick = async () => {
    const element = document.querySelector('.preview offset-lab');
    const drawn = await element.snapshot().catch(() => undefined); // the element says why
    if (!drawn) return;
    const address = URL.createObjectURL(new Blob([drawn], { type: 'image/svg+xml' }));
    element.replaceChildren(Object.assign(document.createElement('img'), { alt: lab.alt, src: address }));
    Object.assign(document.createElement('a'), { href: address, download: name }).click();
  };
}

async function copy(text) {
  const [done, not] = wordsOf(status).split('|');
  status.textContent = '';
  status.textContent = await navigator.clipboard.writeText(text).then(() => done, () => not);
}

function figure([where, text]) {
  const made = document.querySelector('template').content.cloneNode(true);
  made.querySelector('figcaption code').textContent = where;
  made.querySelector('pre code').textContent = text;
  made.querySelector('button').addEventListener('click', () => copy(text));
  return made;
}

function showCode(lab) {
  for (const button of document.querySelectorAll('.hosts button')) button.setAttribute('aria-pressed', String(button.dataset.id === host.id));
  const folder = host.folder(lab);
  const unpack = document.querySelector('.unpack');
  unpack.hidden = !folder;
  unpack.querySelector('code').textContent = folder;
  const [once, page] = [document.querySelector('.once'), document.querySelector('.page')];
  const all = host.once(lab);
  once.hidden = all.length === 0;
  for (const [place, figures] of [[once, all], [page, [host.page(lab)]]]) {
    for (const old of place.querySelectorAll('figure')) old.remove();
    place.append(...figures.map(figure));
  }
}

function show() {
  const option = field.what.selectedOptions[0];
  own = wordsOf(option);
  field.title.placeholder = own;
  const lab = chosen();
  showPreview(here(lab));
  offerPicture(lab);
  showCode(lab);
}

for (const each of HOSTS) {
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: each.name });
  button.dataset.id = each.id;
  button.addEventListener('click', () => { host = each; show(); });
  document.querySelector('.hosts').append(button);
}
document.getElementById('language').addEventListener('click', () => { setLanguage(root.lang === 'en' ? 'zh' : 'en'); show(); });
form.addEventListener('input', show);
form.addEventListener('submit', (event) => event.preventDefault());

const theme = asked.get('theme');
if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
setLanguage(asked.get('lang') ?? navigator.language);
const wanted = ['scenario', 'lesson'].filter((kind) => asked.has(kind)).map((kind) => `${kind}:${asked.get(kind)}`)[0];
if (share) {
  Object.assign(field.what.options[0], { hidden: false, disabled: false });
  field.what.value = 'share:';
} else {
  field.what.value = wanted ?? 'scenario:story';
  if (field.what.selectedIndex < 0) field.what.value = 'scenario:story';
}
show();

// The code that puts a lab into a page, for each documentation tool: what is written once for the site, and what stands where the lab is
// to be. A module of embedding.html, which `make test-embed` loads too: the sites of docs/embed/ hold what this gives. Not here: the form
// (embedding.js).
//
// Invariant: pure, and each value is written as an attribute's text, whatever is in it.

/** The attributes of the element that are handed on, in the order in which they are written. */
const NAMES = ['scenario', 'lesson', 'share', 'title', 'at', 'queue', 'view', 'controls', 'height', 'theme', 'lang', 'load'];
/** What an attribute is when it is not written. */
const USUAL = { view: 'queue', controls: 'full', height: 'auto', theme: 'auto', load: 'click' };

const escaped = (text) => String(text).replace(/[&<>"{}]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const isSaid = (name, value) => value !== undefined && value !== '' && value !== USUAL[name];
const attributes = (lab) => NAMES.filter((name) => isSaid(name, lab[name])).map((name) => ` ${name}="${escaped(lab[name])}"`).join('');

/** The same lab as a page of its own. */
export function wholeOf(lab) {
  const page = `${lab.base}index.html`;
  if (lab.share) return `${page}#s=${lab.share}`;
  return `${page}?${lab.lesson ? `lesson=${lab.lesson}` : `scenario=${lab.scenario}`}`;
}

/** And as a frame. */
export function frameOf(lab) {
  const said = ['scenario', 'lesson', 'at', 'queue', 'view', 'controls', 'lang', 'theme'].filter((name) => isSaid(name, lab[name]));
  const query = said.map((name) => `${name}=${encodeURIComponent(lab[name])}`).join('&');
  return `${lab.base}embed.html${query && `?${query}`}${lab.share ? `#s=${lab.share}` : ''}`;
}

/** The file in img/ of a picture that the folder lacks, for a shared lab, another moment or a part of the board; its writer draws and adds it. */
export function ownPicture(lab) {
  if (!lab.share && !lab.at && !lab.queue) return undefined;
  const parts = [lab.picture ?? lab.lesson ?? lab.scenario ?? 'shared', lab.at, lab.queue].filter(Boolean);
  return `${parts.join('-').replace(/[^\w.-]+/g, '-').slice(0, 100)}.${lab.lang || lab.pictures || 'en'}.svg`;
}

/** The picture of it, in the language `pictures` where the lab follows the page's. */
export const pictureOf = (lab) => `${lab.base}img/${ownPicture(lab) ?? `${lab.picture ?? lab.lesson ?? lab.scenario}.${lab.lang || lab.pictures || 'en'}.svg`}`;

function element(lab, { end = '', src = 'src', quoted = (path) => path } = {}) {
  const inside = `<img ${src}="${quoted(escaped(pictureOf(lab)))}" alt="${escaped(lab.alt)}"${end}>`;
  return `<offset-lab${attributes(lab)}>\n<a href="${escaped(wholeOf(lab))}">${inside}</a>\n</offset-lab>`;
}

const script = (base) => `<script src="${base}offset-lab.js" defer></script>`;
/** A path that begins at the site's own root, which some tools put before it themselves. */
const inSite = (base) => `/${base.replace(/\/+$/, '').split('/').pop()}/`;
const folder = (base) => inSite(base).slice(1, -1);

/** Each tool: its name, where the folder is unpacked, what is written once, and what stands in the page. */
export const HOSTS = [
  {
    id: 'html', name: 'HTML', folder: () => '',
    once: ({ base }) => [['<head>', script(base)]],
    page: (lab) => ['page.html', element(lab)],
  },
  {
    id: 'docusaurus', name: 'Docusaurus', folder: ({ base }) => `static/${folder(base)}/`,
    once: ({ base }) => [['docusaurus.config.js', `scripts: [{ src: '${base}offset-lab.js', defer: true }],`]],
    page: (lab) => ['page.mdx', element(lab, { end: ' /' })],
  },
  {
    id: 'mdbook', name: 'mdBook', folder: ({ base }) => `src/${folder(base)}/`,
    once: ({ base }) => [['theme/head.hbs', `<script src="{{ path_to_root }}${folder(base)}/offset-lab.js" defer></script>`]],
    page: (lab) => ['page.md', element(lab)],
  },
  {
    id: 'mkdocs', name: 'MkDocs Material', folder: ({ base }) => `docs/${folder(base)}/`,
    once: ({ base }) => [['mkdocs.yml', `extra_javascript:\n  - path: ${folder(base)}/offset-lab.js\n    defer: true`]],
    page: (lab) => ['page.md', element(lab)],
  },
  {
    id: 'sphinx', name: 'Sphinx (MyST)', folder: ({ base }) => `_static/${folder(base)}/`,
    once: ({ base }) => [['conf.py', `html_static_path = ["_static"]\nhtml_js_files = [("${folder(base)}/offset-lab.js", {"defer": "defer"})]`]],
    page: (lab) => ['page.md', element({ ...lab, base: lab.base.replace(/(_static\/)?([^/]+\/)$/, '_static/$2') })],
  },
  {
    id: 'vitepress', name: 'VitePress', folder: ({ base }) => `public/${folder(base)}/`,
    once: ({ base }) => [['.vitepress/config.js', `head: [['script', { src: '${base}offset-lab.js', defer: '' }]],\nvue: { template: { compilerOptions: { isCustomElement: (tag) => tag === 'offset-lab' } } },`]],
    page: (lab) => ['page.md', element(lab, { src: ':src', quoted: (path) => `'${path}'` })],
  },
  {
    id: 'starlight', name: 'Starlight', folder: ({ base }) => `public/${folder(base)}/`,
    once: ({ base }) => [['astro.config.mjs', `head: [{ tag: 'script', attrs: { src: '${base}offset-lab.js', defer: true } }],`]],
    page: (lab) => ['page.mdx', element(lab, { end: ' /' })],
  },
  {
    id: 'hugo', name: 'Hugo', folder: ({ base }) => `static/${folder(base)}/`,
    once: ({ base }) => [
      ['<head>', `<script src="{{ "${folder(base)}/offset-lab.js" | relURL }}" defer></script>`],
      ['layouts/_shortcodes/offset-lab.html', '<offset-lab{{ range $name, $value := .Params }} {{ $name }}="{{ htmlUnescape $value }}"{{ end }}>\n{{ .Inner | safeHTML }}\n</offset-lab>'],
    ],
    page: (lab) => ['page.md', element(lab).replace(/^<offset-lab(.*)>/, '{{< offset-lab$1 >}}').replace('</offset-lab>', '{{< /offset-lab >}}')],
  },
  {
    id: 'reveal', name: 'reveal.js', folder: () => '',
    once: () => [],
    page: (lab) => ['slides.html', `<section>\n<iframe data-src="${escaped(frameOf(lab))}" title="${escaped(lab.title)}" width="960" height="${isSaid('height', lab.height) ? escaped(lab.height) : 600}"></iframe>\n</section>`],
  },
  {
    id: 'readme', name: 'README (GitHub)', folder: () => '',
    once: () => [],
    page: (lab) => ['README.md', `[![${lab.alt.replace(/[[\]]/g, '')}](${pictureOf(lab)})](${wholeOf(lab)})`],
  },
];

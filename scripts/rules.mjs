// docs/rules.md as a page beside the lab: rules.html, to which the rule ids of log and inspector lead. A rule is a section with its id in
// lower case (`#r-ret-3`), and each id in the text is a link to its rule. The page has no script; its style is rules.css, in the colours
// of style.css.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ID = '(?:R-[A-Z]+|SD|T|V)-\\d+(?!\\w)';
const IS_RULE = new RegExp(`^(?:${ID}|lab)$`);
/** Paragraphs that begin so are set apart. */
const KINDS = { 'Source:': 'source', 'Page:': 'source', 'Recorded:': 'recorded', 'Corrected:': 'corrected' };
/** Where the variables of style.css end. */
const COLOURS_END = '/* Base';

const marked = () => {
  if (!process.env.NODE_MODULES) throw new Error('rules.mjs needs NODE_MODULES of scripts/env.sh');
  return import(pathToFileURL(join(process.env.NODE_MODULES, 'marked/lib/marked.esm.js')).href);
};

/** A heading's anchor, as GitHub makes it; tests/it/rules_doc.rs has the same. */
const anchor = (heading) => heading.trim().toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');

/** An id in running text becomes a link; one that is nowhere is an error of the build. */
function citations(anchors) {
  return {
    name: 'citation',
    level: 'inline',
    start: (text) => new RegExp(`(?<![\\w-])${ID}`).exec(text)?.index,
    tokenizer: (text) => {
      const raw = new RegExp(`^${ID}`).exec(text)?.[0];
      return raw && { type: 'citation', raw };
    },
    renderer: ({ raw }) => {
      if (!anchors.has(anchor(raw))) throw new Error(`docs/rules.md cites ${raw}, which it does not have`);
      return `<a class="id" href="#${anchor(raw)}">${raw}</a>`;
    },
  };
}

const renderer = {
  // A rule's heading leads to itself, so that its address can be taken.
  heading({ depth, text, tokens }) {
    const words = IS_RULE.test(text) ? `<a href="#${anchor(text)}">${text}</a>` : this.parser.parseInline(tokens);
    return `<h${depth}>${words}</h${depth}>\n`;
  },
  paragraph({ text, tokens }) {
    const kind = KINDS[text.split(/\s/, 1)[0]];
    return `<p${kind ? ` class="${kind}"` : ''}>${this.parser.parseInline(tokens)}</p>\n`;
  },
  // The project's other documents are not beside the page.
  link({ href, tokens }) {
    const words = this.parser.parseInline(tokens);
    return /^(?:#|https:)/.test(href) ? `<a href="${href}">${words}</a>` : words;
  },
};

/** The table of contents: each chapter with its rules. */
function contents(headings) {
  const chapters = [];
  for (const { depth, text } of headings) {
    const link = `<a href="#${anchor(text)}">${text}</a>`;
    if (depth === 2) chapters.push([link, []]);
    else if (IS_RULE.test(text)) chapters.at(-1)[1].push(link);
  }
  const items = chapters.map(([chapter, rules]) => `<li>${chapter}${rules.length > 1 ? `<p>${rules.join(' ')}</p>` : ''}</li>`);
  return `<nav aria-label="Contents"><ul>\n${items.join('\n')}\n</ul></nav>\n`;
}

/** The whole page of a text in Markdown. */
async function pageOf(text) {
  const { Marked } = await marked();
  const lexer = new Marked();
  const headings = lexer.lexer(text).filter((token) => token.type === 'heading' && token.depth > 1);
  const reader = new Marked({ renderer, extensions: [citations(new Set(headings.map((heading) => anchor(heading.text))))] });
  let body = '';
  let [open, listed] = [false, false];
  for (const token of reader.lexer(text)) {
    const html = reader.parser([token]);
    if (token.type === 'heading' && token.depth > 1) {
      body += `${open ? '</section>\n' : ''}<section id="${anchor(token.text)}" class="${token.depth === 2 ? 'chapter' : 'rule'}">\n${html}`;
      open = true;
    } else if (token.type === 'table') {
      // One that is wider than the column is scrolled by itself, by keys too.
      body += `<div class="wide" tabindex="0" role="group" aria-label="Table">${html}</div>\n`;
    } else if (token.type === 'paragraph' && !listed) {
      body += html + contents(headings);
      listed = true;
    } else {
      body += html;
    }
  }
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>The rules · Offset Lab</title>
    <link rel="icon" href="./icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="./rules.css">
  </head>
  <body>
    <header><a href="./index.html">Offset Lab</a></header>
    <main>
${body}</section>
    </main>
  </body>
</html>
`;
}

/** A page's style behind the colours of style.css. */
export async function withColours(source, css) {
  const [colours, rest] = (await readFile(join(source, 'www/style.css'), 'utf8')).split(COLOURS_END);
  if (rest === undefined) throw new Error(`style.css has lost its "${COLOURS_END}", where its colours end`);
  return colours + css;
}

/** Writes rules.html into `folder`, and gives its rules.css the colours of the page. */
export async function addRules(folder, source) {
  await writeFile(join(folder, 'rules.html'), await pageOf(await readFile(join(source, 'docs/rules.md'), 'utf8')));
  await writeFile(join(folder, 'rules.css'), await withColours(source, await readFile(join(source, 'www/rules.css'), 'utf8')));
}

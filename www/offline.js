// The page without a network. On course.html it offers to keep everything here, and says whether it is kept; on the page, which fetches this
// only where it is kept or was just installed as an app (boot.js), it says that there is a new version. Not here: what is kept, and that it
// is whole (offline-worker.js).
//
// Invariant: nothing is fetched that nobody asked for. In a frame and from a file there is nothing of this; in a lesson nothing is said.
const { serviceWorker } = navigator;
const root = document.documentElement;
const section = document.getElementById('offline');
const WORKER = new URL('./offline-worker.js', import.meta.url).href;
const SCOPE = new URL('./', import.meta.url).href;

const words = {
  en: {
    fresh: 'A new version of Offset Lab is here.', use: 'Use it now', later: 'Later',
    title: 'Without a network',
    about: 'Keeps the lab, this course and all that is opened in them in this browser, about 4 MB. Installing the page as an app, from the browser’s menu, does the same.',
    keep: 'Keep it here', forget: 'Remove it', keeping: 'Fetching everything…',
    kept: 'Kept. The lab and this course open without a network.',
    failed: 'Not everything could be fetched, so nothing was kept. Try again with a connection.',
  },
  zh: {
    fresh: 'Offset Lab 有新版本。', use: '立即使用', later: '以后再说',
    title: '离线使用',
    about: '把实验、本课程以及其中可打开的一切保存在这个浏览器里，约 4 MB。从浏览器菜单把本页安装为应用，效果相同。',
    keep: '保存到本机', forget: '移除', keeping: '正在获取全部内容…',
    kept: '已保存。没有网络也能打开实验和本课程。',
    failed: '未能获取全部内容，因此什么都没有保存。请联网后重试。',
  },
};
const said = () => words[root.lang.startsWith('zh') ? 'zh' : 'en'];

function make(name, of, text, on = {}) {
  const element = Object.assign(document.createElement(name), on);
  element.textContent = text;
  of.append(element);
  return element;
}

/** In a lesson a person reads and answers: nothing comes between. */
const inLesson = () => document.querySelector('[data-mode="lesson"], [data-mode="quiet"]') !== null;

let place;
let put = false; // "Later"

function offer(registration) {
  const due = registration.waiting && serviceWorker.controller && !put && !inLesson();
  if (!due) {
    place?.remove();
    place = undefined;
    return;
  }
  if (place) return;
  place = make('div', document.body, '', { className: 'notice-place' });
  place.setAttribute('role', 'status');
  place.style.marginBottom = '52px'; // above what the lab itself says
  const line = make('div', place, '', { className: 'notice' });
  make('span', line, said().fresh);
  make('button', line, said().use, {
    type: 'button', className: 'plain',
    onclick: () => {
      serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      registration.waiting?.postMessage('take over');
    },
  });
  make('button', line, said().later, { type: 'button', className: 'plain', onclick: () => { put = true; offer(registration); } });
}

function watch(registration) {
  const look = () => offer(registration);
  const follow = () => registration.installing?.addEventListener('statechange', look);
  registration.addEventListener('updatefound', follow);
  follow();
  look();
  const host = document.getElementById('offset-lab');
  if (host) new MutationObserver(look).observe(host, { subtree: true, childList: true, attributeFilter: ['data-mode'] });
}

const register = () => serviceWorker.register(WORKER, { updateViaCache: 'none' });

/** The end of an installation: kept, or nothing is. */
function installed(registration) {
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  return new Promise((done, failed) => {
    const look = () => {
      if (worker.state === 'redundant') failed(new Error('not everything could be fetched'));
      else if (worker.state !== 'installing') done(registration);
    };
    worker.addEventListener('statechange', look);
    look();
  });
}

async function forget() {
  const registration = await serviceWorker.getRegistration(SCOPE);
  await registration?.unregister();
  for (const name of await caches.keys()) if (name.startsWith(`offset-lab ${SCOPE} `)) await caches.delete(name);
}

async function show(state) {
  const now = state ?? ((await serviceWorker.getRegistration(SCOPE))?.active ? 'kept' : 'about');
  section.replaceChildren();
  make('h2', section, said().title);
  make('p', section, said()[now]).setAttribute('role', 'status');
  const act = (name, run) => make('button', section, said()[name], { type: 'button', onclick: run });
  if (now === 'about' || now === 'failed') {
    act('keep', async () => {
      show('keeping');
      try {
        await installed(await register());
        await show('kept');
        // What was made to be kept is not to be thrown away when room is short. Firefox asks the person, who may take their time.
        navigator.storage?.persist?.().catch(() => {});
      } catch (error) {
        console.info('offset-lab: not kept', error);
        await forget();
        await show('failed');
      }
    });
  } else if (now === 'kept') {
    act('forget', async () => {
      await forget();
      await show();
    });
  }
}

async function begin() {
  if (section) {
    section.hidden = false;
    await show();
    new MutationObserver(() => show()).observe(root, { attributeFilter: ['lang'] });
  } else {
    watch(await register());
  }
}

if (serviceWorker && parent === window) begin().catch((error) => console.info('offset-lab: nothing is kept for use without a network', error));

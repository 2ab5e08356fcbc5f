/** Types of the `<offset-lab>` element (offset-lab.js). docs/embedding.md says what each is for. */

/** A row of the board: a queue, and a group on it if there is one. Numbers are decimal text, since an offset may have 64 bits. `null`: unknown. */
export interface OffsetLabRow {
  topic: string | null;
  queue: string | null;
  min_offset: string | null;
  max_offset: string | null;
  group: string | null;
  consumer_offset: string | null;
  pull_offset: string | null;
  lag: string | null;
  purged_unread: string | null;
  owner: string | null;
}

/** How far a reader has come in a lesson. */
export interface OffsetLabLesson {
  /** From 0. */
  step: number;
  steps: number;
  /** Right answers, of those that were given. */
  right: number;
  asked: number;
  hints: number;
  done: boolean;
}

/** What the lab shows. */
export interface OffsetLabNumbers {
  /** Virtual time in microseconds, as decimal text. */
  at_us: string;
  playing: boolean;
  rows: OffsetLabRow[];
  lesson: OffsetLabLesson | null;
}

/** The same, and the lab itself as the text of a scenario file. */
export interface OffsetLabState extends OffsetLabNumbers {
  lab: string;
}

/** What a reader did. */
export type OffsetLabVerb =
  | { verb: 'started' }
  | { verb: 'reset' }
  | { verb: 'predicted'; result: { correct: boolean } }
  | { verb: 'hint-used'; result: { hints: number } }
  | { verb: 'step-completed'; result: { step: number; steps: number } }
  | { verb: 'completed'; result: { right: number; asked: number } };

export type OffsetLabEvent = OffsetLabVerb & { object: string; at_us: string };

export interface OffsetLabEventMap {
  'lab-ready': CustomEvent<null>;
  'lab-state': CustomEvent<OffsetLabNumbers>;
  'lab-event': CustomEvent<OffsetLabEvent>;
  /** The message. */
  'lab-error': CustomEvent<string>;
}

/** Each method loads the lab where it is not there yet, and its promise fails when the lab does. */
export interface OffsetLabElement extends HTMLElement {
  play(): Promise<void>;
  pause(): Promise<void>;
  /** To the next event. */
  step(): Promise<void>;
  /** To the start. */
  restart(): Promise<void>;
  /** To a moment: `'75s'`, `'2m'`, or milliseconds. Done when the lab is there. */
  seek(at: string | number): Promise<void>;
  /** Opens a scenario, lesson, journal or recording: its text, or what that is as an object. */
  load(lab: string | object): Promise<void>;
  getState(): Promise<OffsetLabState>;
  /** Opens the lab of a state. */
  setState(state: Pick<OffsetLabState, 'lab'>): Promise<void>;
  /** The board as an SVG file's text. */
  snapshot(): Promise<string>;
  addEventListener<K extends keyof OffsetLabEventMap>(
    type: K, listener: (this: OffsetLabElement, event: OffsetLabEventMap[K]) => unknown, options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

/** The attributes, as JSX and other typed templates take them. */
export interface OffsetLabAttributes {
  scenario?: string;
  lesson?: string;
  src?: string;
  share?: string;
  title?: string;
  load?: 'click' | 'visible' | 'eager';
  height?: string | number;
  theme?: 'auto' | 'light' | 'dark';
  lang?: string;
  view?: 'queue' | 'chart' | 'table' | 'lesson';
  controls?: 'full' | 'basic' | 'none';
  speed?: string | number;
  seed?: string | number;
  at?: string;
  queue?: string;
  persist?: 'none' | 'local';
  base?: string;
  'run-label'?: string;
  id?: string;
  class?: string;
}

declare global {
  interface HTMLElementTagNameMap {
    'offset-lab': OffsetLabElement;
  }
}

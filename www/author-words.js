// The words of author.html in both languages, for scripts/author.mjs, which makes the page, and author.js, which makes its fields. Not here: the
// checker's sentences, which come from the checker (src/forms/lesson/check).

export const WORDS = {
  en: {
    tag: 'en', other: '中文', lab: 'Offset Lab', course: 'Course', title: 'Write a lesson',
    intro: 'Change a lesson that is there, or do something in a lab and make a lesson of it. What the checker finds stands beside it, and the preview is the page itself. Nothing is sent anywhere.',
    start: 'Begin with', built_in: 'A lesson of the course', choose: 'choose…', file: 'A file', address: 'An address', load: 'Load', blank: 'New lesson', record: 'Record a lesson', save: 'Save as a file',
    saved: (name) => `Saved as ${name}.`, loaded: (name) => `${name} is loaded.`, kept: 'This is what you wrote last time.', lose: 'What is here now is replaced. Save it first if you want to keep it. Replace it?',
    not_loaded: (name, why) => `${name} could not be loaded: ${why}`, too_large: 'it is larger than 1 MiB', no_lesson: 'it is no lesson of Offset Lab',
    record_intro: 'Bring the lab to where the lesson begins. Then press the first button, do what is to be learned, and press the second one.',
    scenario: 'Lab', empty_lab: 'an empty lab', from_here: 'The lesson begins here', becomes: 'What I do becomes', becomes_each: 'a Run for each command', becomes_one: 'a question and one Run', becomes_task: 'the solution of a task',
    draft: 'Make the draft', cancel: 'Cancel', recording: (n) => `Recording: ${n} commands`, nothing_done: 'Nothing was done since the beginning.', record_lab: 'The lab that is recorded', not_ready: 'The lab is not there yet.',
    steps: 'Steps', whole: 'The lesson', add: 'Add a step', add_kind: 'Kind', up: 'Move up', down: 'Move down', copy: 'Duplicate', remove: 'Remove', back: 'Put it back', removed: (name) => `${name} is removed.`,
    preview: 'Preview', preview_from: 'From the step that is open', preview_whole: 'From the beginning', wide: 'Wide', preview_frame: 'The lesson, as learners see it',
    checker: 'What the checker says', checking: 'Checking…', fine: 'Everything is as it says.', found: (n) => `${n} findings`, broken: 'The checker stopped. What it says last may not be so any more.', slow: 'The check takes too long and was ended.', go: (n) => (n ? `Step ${n}` : 'The lesson'),
    json: 'As JSON', json_step: 'This step as JSON', json_lab: 'The lesson without its steps, as JSON', json_bad: (why) => `This is no JSON yet: ${why}`,
    english: 'English', chinese: '中文', id: 'Name of the file, without .json', module: 'Module of the course', minutes: 'Minutes', profile: 'Rules', covers: 'Covers', covers_note: 'SD-, R- and T- ids, apart by blanks', begins: 'Begins at, seconds', unnamed: 'without a title',
    for_us: 'Runs for, seconds', within_us: 'Deadline, seconds', max_commands: 'Commands at most', by: 'Answered by', by_choice: 'a choice', by_number: 'typed numbers', by_mark: 'a mark on the axis', by_cells: 'picked messages', material: 'The pasted text',
    choice: (n) => `Choice ${n}`, right: 'The right choice', unsafe: 'does harm', number: (n) => (n ? `Number ${n}` : 'Number'), misconception: 'Wrong idea behind it', add_choice: 'Add a choice', hint: (n) => `Hint ${n}`, add_hint: 'Add a hint', note: (n) => `Note ${n}`, asked: (n) => `Number ${n} is called`, trap: (n) => `Trap ${n}`,
    texts: { title: 'Title', text: 'Text', real: 'On a cluster', words: 'The figure in words', because: 'Said after any answer', right: 'After a right prediction', wrong: 'After a wrong one', choice: 'Text', said: 'Feedback' },
    kinds: { explore: 'Explore', predict: 'Predict', run: 'Run', compare: 'Compare', explain: 'Explain', do: 'Task', challenge: 'Challenge', recall: 'Recall', material: 'Material', choose_command: 'Which command', order: 'Order of steps' },
  },
  zh: {
    tag: 'zh-CN', other: 'English', lab: 'Offset Lab', course: '课程', title: '编写一课',
    intro: '修改已有的课，或者在实验里做一遍，把它变成一课。检查结果显示在旁边，预览就是页面本身。不会向任何地方发送数据。',
    start: '从这里开始', built_in: '课程里的一课', choose: '请选择…', file: '文件', address: '地址', load: '加载', blank: '新建', record: '录制一课', save: '保存为文件',
    saved: (name) => `已保存为 ${name}。`, loaded: (name) => `已加载 ${name}。`, kept: '这是你上次写的内容。', lose: '当前内容会被替换。如需保留请先保存。要替换吗？',
    not_loaded: (name, why) => `无法加载 ${name}：${why}`, too_large: '超过 1 MiB', no_lesson: '不是 Offset Lab 的课',
    record_intro: '先把实验带到这一课开始的地方，按第一个按钮；做完要教的操作，再按第二个按钮。',
    scenario: '实验', empty_lab: '空实验', from_here: '这一课从这里开始', becomes: '我做的事成为', becomes_each: '每条命令一次运行', becomes_one: '一个问题和一次运行', becomes_task: '一个任务的解法',
    draft: '生成草稿', cancel: '取消', recording: (n) => `录制中：${n} 条命令`, nothing_done: '从开始到现在什么都没做。', record_lab: '正在录制的实验', not_ready: '实验还没有加载好。',
    steps: '步骤', whole: '这一课', add: '添加一步', add_kind: '类型', up: '上移', down: '下移', copy: '复制一份', remove: '删除', back: '放回去', removed: (name) => `已删除 ${name}。`,
    preview: '预览', preview_from: '从打开的这一步', preview_whole: '从头开始', wide: '加宽', preview_frame: '学习者看到的这一课',
    checker: '检查结果', checking: '正在检查…', fine: '全部属实。', found: (n) => `${n} 个问题`, broken: '检查中断了，显示的是上一次的结果。', slow: '检查时间太长，已停止。', go: (n) => (n ? `第 ${n} 步` : '这一课'),
    json: 'JSON', json_step: '这一步的 JSON', json_lab: '除步骤外的内容（JSON）', json_bad: (why) => `还不是 JSON：${why}`,
    english: 'English', chinese: '中文', id: '文件名，不含 .json', module: '所属模块', minutes: '分钟数', profile: '规则集', covers: '覆盖', covers_note: 'SD-、R-、T- 编号，用空格分开', begins: '开始时刻（秒）', unnamed: '无标题',
    for_us: '运行时长（秒）', within_us: '期限（秒）', max_commands: '最多几条命令', by: '回答方式', by_choice: '选择', by_number: '输入数字', by_mark: '轴上的标记', by_cells: '选取消息', material: '粘贴的原文',
    choice: (n) => `选项 ${n}`, right: '正确选项', unsafe: '有害', number: (n) => (n ? `数字 ${n}` : '数字'), misconception: '背后的误解', add_choice: '添加选项', hint: (n) => `提示 ${n}`, add_hint: '添加提示', note: (n) => `注释 ${n}`, asked: (n) => `第 ${n} 个数的名称`, trap: (n) => `陷阱 ${n}`,
    texts: { title: '标题', text: '正文', real: '在集群上', words: '图的文字说明', because: '回答之后的说明', right: '预测正确之后', wrong: '预测错误之后', choice: '文本', said: '反馈' },
    kinds: { explore: '观察', predict: '预测', run: '运行', compare: '比较', explain: '解释', do: '任务', challenge: '挑战', recall: '回顾', material: '材料', choose_command: '选命令', order: '排序' },
  },
};

/** The rules that a lab can obey (src/core/engine/profile.rs). */
export const PROFILES = ['docs-5.0', 'rocketmq-5.5', 'rocketmq-5.3', 'rocketmq-5.1', 'rocketmq-4.9', 'rocketmq-4.8', 'rocketmq-3.2'];

/** Style as a test: each check reads one file's path and text and says what is wrong and what to do instead. */
export type SourceFile = { readonly path: string; readonly text: string };
export type Check = {
  readonly name: string;
  readonly applies: (path: string) => boolean;
  /** `files` is the whole tree, for what only the neighbours can tell. */
  readonly find: (file: SourceFile, files: readonly SourceFile[]) => string | null;
};

const lineCount = (text: string): number => text.trimEnd().split('\n').length;
const isTest = (path: string): boolean => /\.(test|fuzz|spec)\.tsx?$/.test(path) || path.startsWith('e2e/') || path.includes('/testing/');
const isSource = (path: string): boolean => /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith('.gen.ts') && !path.includes('/generated/');

const budget = (name: string, pattern: RegExp, lines: number): Check => ({
  name: `${name}: at most ${lines} lines`,
  applies: (path) => isSource(path) && !isTest(path) && pattern.test(path),
  find: ({ text }) => (lineCount(text) > lines ? `${lineCount(text)} lines; split it by task, the parent keeps the state` : null),
});

const banned = (name: string, pattern: RegExp, instead: string, applies: (path: string) => boolean = isSource): Check => ({
  name,
  applies: (path) => applies(path) && !path.startsWith('scripts/checks/'),
  find: ({ text }) => {
    const at = text.split('\n').findIndex((line) => pattern.test(line));
    return at < 0 ? null : `line ${at + 1}: ${instead}`;
  },
});

/** Where checkouts lie on build machines; a committed text has no business there. */
const machineFolders = ['work', 'farm', 'tmp/bash_jobs'];

export const checks: readonly Check[] = [
  budget('core file', /^lib\//, 400),
  budget('component file', /^components\/.*\.tsx$/, 160),
  budget('page', /^app\/.*\/page\.tsx$/, 40),
  budget('route handler', /^app\/.*\/route\.ts$/, 60),
  {
    name: 'file name says what is inside',
    applies: isSource,
    find: ({ path }) =>
      /(^|[/-])(utils?|helpers?|common|misc|manager|legacy|data2)([.-]|$|\/)|-(new|v2|old)\./.test(path)
        ? 'name it after the thing it holds'
        : null,
  },
  banned('no unfinished work', /\b(TODO|FIXME|XXX|HACK)\b/, 'finish it or delete it'),
  banned(
    'no switched-off checks',
    /@ts-(ignore|nocheck|expect-error)|biome-ignore|eslint-disable/,
    'mend the cause',
    (path) => isSource(path) && !isTest(path),
  ),
  banned('no focused or skipped test', /\b(it|test|describe)\.(only|skip)\(/, 'run it or delete it', isTest),
  banned(
    'logging goes through the log',
    /\bconsole\.(log|error|warn|info)\(/,
    'use the log',
    (path) => isSource(path) && !isTest(path) && /^(lib|app|components)\//.test(path),
  ),
  banned('no casts to any', /\bas any\b|: any\b(?! [a-z])/, 'parse it or name its type'),
  {
    name: 'generated files say so',
    applies: (path) => path.endsWith('.gen.ts'),
    find: ({ text }) => (/GENERATED/.test(text.slice(0, 400)) ? null : 'the generator writes a header: GENERATED, do not edit'),
  },
  {
    name: 'every service verb checks its act first',
    applies: (path) => path.startsWith('lib/services/') && !isTest(path),
    find: ({ path, text }, files) => {
      const isVerb = files.some((file) => file.path.startsWith('app/api/') && file.text.includes(`'@/${path.replace(/\.ts$/, '')}'`));
      const takesContext = /export (async )?function \w+\(\s*context: ServiceContext/.test(text);
      return isVerb && takesContext && !/requireAct\(|audited\(/.test(text)
        ? 'call requireAct (reads) or audited (changes) before anything else'
        : null;
    },
  },
  {
    name: 'no machine paths and no registry hosts',
    applies: (path) => !path.startsWith('scripts/checks/'),
    find: ({ text }) =>
      /"resolved":\s*"https?:|^registry\s*=/m.test(text) || machineFolders.some((folder) => text.includes(`/${folder}/`))
        ? 'keep the project free of where it was built'
        : null,
  },
];

export function findings(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    checks.flatMap((check) => {
      const found = check.applies(file.path) ? check.find(file, files) : null;
      return found === null ? [] : [`${file.path}: ${check.name}: ${found}`];
    }),
  );
}

import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import type { Role } from '../../../lib/model/access';
import { ApiClient, adminEmail, adminPassword, type RunningConsole, startConsole } from '../../support/console';
import { Publisher } from './publisher';

export { expect } from '@playwright/test';

const password = 'a long enough password';
/** What a role signs in with; the admin is the console's first. */
const emails: Record<Role, string> = { admin: adminEmail, support: 'sue@example.org', operator: 'otto@example.org' };

/** The embedded broker's id in addresses. */
export const broker = 'embedded';

type WorkerFixtures = {
  /** One built console with its embedded broker for all specs of a worker; specs use names of their own. */
  warren: RunningConsole;
  /** The console's API as the admin, to prepare what a test needs. */
  api: ApiClient;
  /** A real AMQP client at the embedded broker. */
  publisher: Publisher;
};
type TestFixtures = {
  /** Fails every test in whose page an error went uncaught. */
  noUncaughtErrors: undefined;
  /** Signs the page in and opens an address of the console. */
  open: (path: string, role?: Role) => Promise<Page>;
  /** No violation of WCAG 2.2 A and AA on the page as it stands. */
  expectAccessible: () => Promise<void>;
};

export const test = base.extend<TestFixtures, WorkerFixtures>({
  warren: [
    async ({ browserName: _ }, use) => {
      const console = await startConsole();
      await use(console);
      await console.stop();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  api: [
    async ({ warren }, use) => {
      const api = await new ApiClient(warren.url).signIn();
      for (const role of ['support', 'operator'] as const) {
        await api.post('/api/people', { name: `${role} person`, email: emails[role], role, password });
      }
      await use(api);
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  publisher: [
    async ({ warren }, use) => {
      const publisher = await Publisher.connect(`amqp://guest:guest@127.0.0.1:${warren.amqpPort}`);
      await use(publisher);
      await publisher.close();
    },
    { scope: 'worker' },
  ],
  noUncaughtErrors: [
    async ({ page }, use) => {
      const messages: string[] = [];
      page.on('pageerror', (error) => messages.push(error.message));
      await use(undefined);
      expect(messages).toEqual([]);
    },
    { auto: true },
  ],
  // `api` is asked for because it makes the accounts.
  open: async ({ page, warren, api: _ }, use) => {
    await use(async (path, role = 'admin') => {
      const credentials = { email: emails[role], password: role === 'admin' ? adminPassword : password };
      const origin = { origin: warren.url, 'sec-fetch-site': 'same-origin' };
      const signedIn = await page.request.post(`${warren.url}/api/auth/sign-in/email`, { data: credentials, headers: origin });
      expect(signedIn.ok()).toBe(true);
      await page.goto(warren.url + path);
      // The name comes with the session, after hydration: from here on keys and clicks are heard.
      // Not by its role, because a dialog hides the bar from screen readers.
      await expect(page.locator('button[aria-label$="theme, time, sign out"]:not([aria-label^="Account"])')).toBeVisible();
      return page;
    });
  },
  expectAccessible: async ({ page }, use) => {
    await use(async () => {
      await page.evaluate(untilNothingMoves); // what is fading in or out has no contrast yet
      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`);
      expect(found).toEqual([]);
    });
  },
});

/** In the page: what animates without end, such as a sign of waiting, is not waited for. */
async function untilNothingMoves(): Promise<void> {
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  await nextFrame();
  await nextFrame(); // a transition begins in the frame after the change
  const moving = document
    .getAnimations()
    .filter(({ effect, playState }) => playState === 'running' && Number.isFinite(effect?.getComputedTiming().endTime));
  await Promise.allSettled(moving.map(({ finished }) => finished));
}

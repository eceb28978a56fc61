import { buttonClassName } from '@/components/ui/button-class-name';

/** Written without icons and client links: its parts are loaded with every page of the console. */
export default function NotFound() {
  return (
    <main className="flex flex-col items-center gap-2 px-4 py-12 text-center">
      <h1 className="text-lead font-semibold">No such page</h1>
      <p className="max-w-[480px] text-ink-muted">The address leads nowhere. It may be mistyped, or from an older version.</p>
      <a href="/" className={`mt-2 ${buttonClassName('default', 'normal')}`}>
        To the start
      </a>
    </main>
  );
}

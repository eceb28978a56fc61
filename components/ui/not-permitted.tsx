import { Lock } from 'lucide-react';
import { Link } from './link';

/** Says who may see this; `reason` is whyNot(act) or the server's sentence. */
export function NotPermitted({ reason }: { reason: string }) {
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-12 text-center">
      <Lock aria-hidden className="size-6 text-ink-faint" />
      <h2 className="text-lead font-semibold">Not for your role</h2>
      <p className="max-w-[480px] text-ink-muted">{reason} Ask an admin if you need it.</p>
      <Link href="/permissions" className="text-accent underline-offset-2 hover:underline">
        See who may do what
      </Link>
    </div>
  );
}

'use client';

/** The last resort, when even the frame of the console broke: no style sheet, no provider, nothing that could break too. */
export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body style={{ font: '13px/20px system-ui, sans-serif', colorScheme: 'light dark', textAlign: 'center', padding: 48 }}>
        <h1 style={{ fontSize: 15 }}>The console can’t be shown</h1>
        <p>Something in this page broke. Nothing was changed on any broker. Try again; if that does not help, reload the page.</p>
        <button type="button" onClick={reset}>
          Try again
        </button>
      </body>
    </html>
  );
}

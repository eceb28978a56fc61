import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { type ButtonSize, type ButtonVariant, buttonClassName } from './button-class-name';
import { Link } from './link';

/** A link that looks like a button: for going somewhere, never for changing something. */
export function ButtonLink({
  href,
  variant = 'default',
  size = 'normal',
  icon: Icon,
  children,
}: {
  href: string;
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: LucideIcon;
  children: ReactNode;
}) {
  return (
    <Link href={href} className={buttonClassName(variant, size)}>
      {Icon ? <Icon aria-hidden className="size-3.5" /> : null}
      {children}
    </Link>
  );
}

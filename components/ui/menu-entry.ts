import type { LucideIcon } from 'lucide-react';

/** An entry leads somewhere (`href`) or does something (`onSelect`); `disabledReason` keeps it visible and says why not. */
export type MenuEntry =
  | {
      readonly label: string;
      readonly icon?: LucideIcon;
      readonly href?: string;
      readonly onSelect?: () => void;
      readonly shortcut?: string;
      readonly isDanger?: boolean;
      readonly disabledReason?: string | null;
    }
  | 'separator';

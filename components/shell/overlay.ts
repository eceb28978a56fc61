/** What the shell opens above any page; one at a time. */
export type Overlay = 'search' | 'help' | 'places' | 'password';

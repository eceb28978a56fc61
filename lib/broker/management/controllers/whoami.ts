import { json } from '../http/answer';
import type { Resource } from '../http/router';

const access = 'management';

export const whoamiResources: readonly Resource[] = [
  {
    path: '/api/whoami',
    methods: { GET: { access, handle: ({ user }) => json({ name: user.name, tags: user.tags, is_internal_user: true }) } },
  },
];

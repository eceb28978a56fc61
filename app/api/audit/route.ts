import { route } from '@/lib/server/route';
import { auditQuery, listAudit } from '@/lib/services/audit/list-audit';

export const GET = route({ query: auditQuery }, ({ context, query }) => listAudit(context, query));

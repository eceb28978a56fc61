import { route } from '@/lib/server/route';
import { operationParams } from '@/lib/server/route-params';
import { readOperation } from '@/lib/services/operations/read-operation';

export const GET = route({ params: operationParams }, ({ context, params }) => readOperation(context, params));

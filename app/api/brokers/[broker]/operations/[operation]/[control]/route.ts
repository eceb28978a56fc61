import * as z from 'zod';
import { route } from '@/lib/server/route';
import { controlOperation, controls } from '@/lib/services/operations/control-operation';

const params = z
  .object({ broker: z.string().max(64), operation: z.string().min(1).max(64), control: z.enum(controls) })
  .transform(({ broker, operation, control }) => ({ brokerId: broker, operationId: operation, control }));

export const POST = route({ params }, ({ context, params: input }) => controlOperation(context, input));

import * as z from 'zod';
import { route } from '@/lib/server/route';
import { deletePerson } from '@/lib/services/access/delete-person';
import { personChange } from '@/lib/services/access/person-input';
import { updatePerson } from '@/lib/services/access/update-person';

const params = z.object({ id: z.string().max(64) });

export const PATCH = route({ params, body: personChange }, ({ context, params: { id }, body }) =>
  updatePerson(context, { id, change: body }),
);

export const DELETE = route({ params }, ({ context, params: { id } }) => deletePerson(context, { id }));

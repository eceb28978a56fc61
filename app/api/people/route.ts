import { route } from '@/lib/server/route';
import { createPerson } from '@/lib/services/access/create-person';
import { listPeople } from '@/lib/services/access/list-people';
import { newPerson } from '@/lib/services/access/person-input';

export const GET = route({}, ({ context }) => listPeople(context));

export const POST = route({ body: newPerson }, ({ context, body }) => createPerson(context, body));

import { route } from '@/lib/server/route';
import { templateParams } from '@/lib/server/route-params';
import { removeTemplate } from '@/lib/services/messages/templates';

export const DELETE = route({ params: templateParams }, ({ context, params }) => removeTemplate(context, params));

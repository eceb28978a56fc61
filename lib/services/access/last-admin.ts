import { ServiceError } from '../errors';

export const lastAdmin = (): ServiceError =>
  new ServiceError('conflict', 'This is the last admin. Make somebody else an admin first, or nobody could manage accounts.');
export const noSuchPerson = (): ServiceError => new ServiceError('not-found', 'This account is gone.');

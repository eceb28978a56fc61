import { randomUUID } from 'node:crypto';
import { type Role, roles } from '../model/access';
import type { Person } from '../model/console';
import { Prisma, type PrismaClient, type User } from './generated/client';

const credential = 'credential'; // better-auth's name for a password account

/** Accounts in the tables of better-auth, which signs people in; who exists and what they may do is decided here. */
export class PeopleRepository {
  constructor(private readonly prisma: PrismaClient) {}

  async list(): Promise<Person[]> {
    return (await this.prisma.user.findMany({ orderBy: { createdAt: 'asc' } })).map(toPerson);
  }

  async find(id: string): Promise<Person | null> {
    const row = await this.prisma.user.findUnique({ where: { id } });
    return row && toPerson(row);
  }

  async findByEmail(email: string): Promise<Person | null> {
    const row = await this.prisma.user.findUnique({ where: { email } });
    return row && toPerson(row);
  }

  count(): Promise<number> {
    return this.prisma.user.count();
  }

  /** Null when the address is taken. `email` in lower case. */
  async insert(person: { name: string; email: string; role: Role; passwordHash: string }): Promise<Person | null> {
    const id = randomUUID();
    try {
      const row = await this.prisma.user.create({
        data: {
          id,
          name: person.name,
          email: person.email,
          role: person.role,
          accounts: { create: { id: randomUUID(), accountId: id, providerId: credential, password: person.passwordHash } },
        },
      });
      return toPerson(row);
    } catch (error) {
      if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return null;
      throw error;
    }
  }

  /**
   * Changes what is given; a new password ends the person's sessions. Null when the person is gone, 'last-admin' when
   * nobody would be left to manage accounts: decided inside the transaction, so that two demotions can't both pass.
   */
  async update(id: string, change: { name?: string; role?: Role; passwordHash?: string }): Promise<Person | null | 'last-admin'> {
    return this.prisma.$transaction(async (transaction) => {
      const current = await transaction.user.findUnique({ where: { id } });
      if (!current) return null;
      if (change.role && change.role !== 'admin' && (await isLastAdmin(transaction, current))) return 'last-admin';
      if (change.passwordHash) {
        await transaction.account.updateMany({ where: { userId: id, providerId: credential }, data: { password: change.passwordHash } });
        await transaction.session.deleteMany({ where: { userId: id } });
      }
      const data = { ...(change.name && { name: change.name }), ...(change.role && { role: change.role }) };
      return toPerson(await transaction.user.update({ where: { id }, data }));
    });
  }

  /** Removes the person, their password and their sessions. */
  async remove(id: string): Promise<'removed' | 'absent' | 'last-admin'> {
    return this.prisma.$transaction(async (transaction) => {
      const current = await transaction.user.findUnique({ where: { id } });
      if (!current) return 'absent';
      if (await isLastAdmin(transaction, current)) return 'last-admin';
      await transaction.user.delete({ where: { id } });
      return 'removed';
    });
  }
}

async function isLastAdmin(transaction: Prisma.TransactionClient, user: User): Promise<boolean> {
  return user.role === 'admin' && (await transaction.user.count({ where: { role: 'admin' } })) === 1;
}

/** An unknown role, which only a hand-edited database can hold, gets the least rights. */
export const toRole = (role: string): Role => roles.find((known) => known === role) ?? 'operator';

const toPerson = (row: User): Person => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: toRole(row.role),
  createdAtMs: row.createdAt.getTime(),
});

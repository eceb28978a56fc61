import type { Connection } from './connection';

/** All connections that got past the protocol header, in order of arrival. */
export class ConnectionRegistry {
  /** By name, which is unique while the connection lives. */
  readonly byName = new Map<string, Connection>();

  add(connection: Connection): void {
    this.byName.set(connection.name, connection);
  }

  remove(connection: Connection): void {
    if (this.byName.get(connection.name) === connection) this.byName.delete(connection.name);
  }

  countOfVirtualHost(virtualHost: string): number {
    return this.count((connection) => connection.virtualHost === virtualHost);
  }

  countOfUser(user: string): number {
    return this.count((connection) => connection.user === user);
  }

  private count(matches: (connection: Connection) => boolean): number {
    let count = 0;
    for (const connection of this.byName.values()) if (connection.isOpen && matches(connection)) count++;
    return count;
  }
}

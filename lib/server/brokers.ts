import { randomBytes } from 'node:crypto';
import type { Clock } from '../base/clock';
import type { BrokerIdentity, Connector } from '../connectors/connector';
import { createConnector } from '../connectors/registry';
import type { BrokerRecord } from '../db/broker-repository';
import type { Database } from '../db/database';
import { type BrokerChange, type BrokerSettings, brokerSettings } from '../services/brokers/broker-settings';
import type { BrokerDirectory } from '../services/context';
import { ServiceError } from '../services/errors';
import type { ConnectorRecipe } from '../services/search/search-news';
import type { EmbeddedBroker } from './embedded-broker';
import { ConnectedBroker } from './live/connected-broker';
import type { Log } from './log';
import type { SecretBox } from './secret-box';

const brokersMax = 100;
const flushIntervalMs = 60_000;
/** Words that the console's own pages use where a broker's id stands in the URL. */
const reservedIds: ReadonlySet<string> = new Set(['audit', 'brokers', 'people', 'permissions', 'sign-in', 'setup', 'api', 'embedded']);

export const embeddedId = 'embedded';
const connectorKind = 'rabbitmq'; // the embedded broker speaks the same two protocols

const connectionSettings = brokerSettings.pick({ managementUrl: true, amqpUrl: true, username: true, password: true });
type ConnectionSettings = Pick<BrokerSettings, 'managementUrl' | 'amqpUrl' | 'username' | 'password'>;

type Settings = {
  readonly database: Database;
  readonly box: SecretBox;
  readonly embedded: EmbeddedBroker;
  readonly clock: Clock;
  readonly log: Log;
};

/** The brokers that the console is connected to. Their settings rest sealed in the database. */
export class Brokers implements BrokerDirectory {
  readonly #live = new Map<string, ConnectedBroker>();
  readonly #settings: Settings;
  readonly #flush: NodeJS.Timeout;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#flush = setInterval(() => void this.keepSeries(), flushIntervalMs).unref();
  }

  /** Connects all that are stored; the embedded one under the addresses that it has now, or not at all. */
  async open(): Promise<void> {
    const embedded = this.#settings.embedded.addresses;
    const records = await this.#settings.database.brokers.list();
    for (const record of records) {
      if (!record.isEmbedded) this.connect(record, this.unseal(record));
      else if (embedded) await this.connectEmbedded(record, embedded);
    }
    if (!embedded || this.#live.has(embeddedId)) return;
    const name = records.some((record) => record.name === 'Warren') ? 'Warren (embedded)' : 'Warren';
    const record = { id: embeddedId, name, environment: 'development', colour: null, isEmbedded: true } as const;
    // RabbitMQ's well-known first account; the broker lets it in from this machine only.
    await this.insert(record, { ...embedded, username: 'guest', password: 'guest' });
  }

  /** The embedded broker has started, at the ports that it got, or failed: ask it now, so that pages say which. */
  async embeddedChanged(): Promise<void> {
    const broker = this.#live.get(embeddedId);
    const addresses = this.#settings.embedded.addresses;
    if (!broker || !addresses) return;
    const known = this.unseal(broker.record);
    if (known.amqpUrl === addresses.amqpUrl && known.managementUrl === addresses.managementUrl) broker.refresh();
    else await this.change(embeddedId, addresses);
  }

  async close(): Promise<void> {
    clearInterval(this.#flush);
    await Promise.all([...this.#live.values()].map((broker) => broker.stop()));
    this.#live.clear();
  }

  list(): readonly ConnectedBroker[] {
    return [...this.#live.values()];
  }

  get(id: string): ConnectedBroker {
    const broker = this.#live.get(id);
    if (!broker) throw new ServiceError('not-found', `The console knows no broker ${id}. It may have been removed.`);
    return broker;
  }

  /** How to connect once more, for work that has a connection of its own. */
  recipeOf(id: string): ConnectorRecipe {
    const { record } = this.get(id);
    const config = this.unseal(record); // may throw, and then no line is left open
    return { kind: connectorKind, config, reader: record.isEmbedded ? this.#settings.embedded.openReader() : null };
  }

  async test(settings: BrokerSettings): Promise<BrokerIdentity> {
    const connector = connectorFor(settings);
    try {
      return await connector.probe();
    } finally {
      await connector.close();
    }
  }

  async add(settings: BrokerSettings): Promise<ConnectedBroker> {
    if (this.#live.size >= brokersMax) throw new ServiceError('conflict', `The console keeps at most ${brokersMax} brokers.`);
    const { name, environment, colour, ...connection } = settings;
    return this.insert({ id: this.freeId(name), name, environment, colour, isEmbedded: false }, connection);
  }

  async change(id: string, change: BrokerChange): Promise<ConnectedBroker> {
    const current = this.get(id);
    const { managementUrl, amqpUrl, username, password, ...labels } = change;
    const known = this.unseal(current.record);
    const connection = {
      managementUrl: managementUrl ?? known.managementUrl,
      amqpUrl: amqpUrl ?? known.amqpUrl,
      username: username ?? known.username,
      password: password ?? known.password,
    };
    const record = { ...current.record, ...labels, configuration: this.seal(id, connection) };
    if (!(await this.#settings.database.brokers.update(record))) throw nameTaken(record.name);
    await current.stop();
    const broker = this.connect(record, connection);
    broker.adopt(current);
    return broker;
  }

  async remove(id: string): Promise<void> {
    const broker = this.get(id);
    this.#live.delete(id);
    await broker.stop();
    await this.#settings.database.brokers.remove(id);
  }

  private async keepSeries(): Promise<void> {
    for (const broker of this.#live.values()) await broker.keepSeries(false);
  }

  private async insert(labels: Omit<BrokerRecord, 'kind' | 'configuration'>, connection: ConnectionSettings): Promise<ConnectedBroker> {
    const record = { ...labels, kind: connectorKind, configuration: this.seal(labels.id, connection) };
    if (!(await this.#settings.database.brokers.insert(record))) throw nameTaken(record.name);
    return this.connect(record, connection);
  }

  /** Its ports are the environment's, whatever they were at the last start. */
  private async connectEmbedded(stored: BrokerRecord, addresses: Partial<ConnectionSettings>): Promise<void> {
    const connection = { ...this.unseal(stored), ...addresses };
    const record = { ...stored, configuration: this.seal(stored.id, connection) };
    await this.#settings.database.brokers.update(record);
    this.connect(record, connection);
  }

  private connect(record: BrokerRecord, connection: ConnectionSettings): ConnectedBroker {
    const { database, clock, log } = this.#settings;
    const whyNot = record.isEmbedded ? () => this.#settings.embedded.whyNot : () => null;
    const broker = new ConnectedBroker({ record, connector: connectorFor(connection), whyNot, series: database.series, clock, log });
    this.#live.set(record.id, broker);
    broker.start();
    return broker;
  }

  private seal(id: string, connection: ConnectionSettings): Uint8Array {
    return this.#settings.box.seal(`broker ${id}`, JSON.stringify(connection));
  }

  private unseal(record: BrokerRecord): ConnectionSettings {
    const text = this.#settings.box.open(`broker ${record.id}`, record.configuration);
    if (text === null)
      throw new ServiceError('internal', `The stored settings of the broker ${record.name} can't be opened. Enter them again.`);
    return connectionSettings.parse(JSON.parse(text));
  }

  /** Short and readable, because it stands in every URL. */
  private freeId(name: string): string {
    const slug = name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 24);
    if (slug !== '' && !reservedIds.has(slug) && !this.#live.has(slug)) return slug;
    return `${slug || 'broker'}-${randomBytes(3).toString('hex')}`;
  }
}

const connectorFor = ({ managementUrl, amqpUrl, username, password }: ConnectionSettings): Connector =>
  createConnector(connectorKind, { managementUrl, amqpUrl, username, password });

const nameTaken = (name: string): ServiceError =>
  new ServiceError('conflict', `A broker is called ${name} already.`, { name: 'Choose another name.' });

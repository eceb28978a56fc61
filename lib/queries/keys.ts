import type { LiveTopic, SeriesSubject } from '../model/live';

/** Every key of the query cache, in one place: what is invalidated must be named here. */
export const keys = {
  session: ['session'],
  people: ['people'],
  brokers: ['brokers'],
  audit: (filter: object) => ['audit', filter],
  live: (broker: string, topic: LiveTopic | 'freshness' | 'transport') => ['live', broker, topic],
  series: (broker: string, subject: SeriesSubject, minutes: number) => ['series', broker, subject, minutes],
  depths: (broker: string, subject: SeriesSubject) => ['depths', broker, subject],
  virtualHosts: (broker: string) => ['broker', broker, 'virtual-hosts'],
  policyEffect: (broker: string, change: object | null) => ['policy-effect', broker, change],
  policies: (broker: string) => ['broker', broker, 'policies'],
} as const;

import * as z from 'zod';
import type { LiveTopic } from '../../model/live';

const topicNames = [
  'overview',
  'queues',
  'exchanges',
  'bindings',
  'connections',
  'channels',
  'consumers',
  'operations',
] as const satisfies readonly LiveTopic[];
const seriesSubjectsMax = 64;
const subjectLengthMax = 1600; // two names of 255 bytes, percent-encoded

export const topicList = z
  .string()
  .default('overview')
  .transform((text) => text.split(',').filter((part) => part !== ''))
  .pipe(z.array(z.enum(topicNames)).max(topicNames.length));

export const subject = z
  .string()
  .max(subjectLengthMax)
  .regex(/^(overview|queue:[^/,]+\/[^/,]*)$/, 'A subject is overview or queue:{vhost}/{name}, both percent-encoded.');

export const subjectList = z
  .string()
  .default('')
  .transform((text) => text.split(',').filter((part) => part !== ''))
  .pipe(z.array(subject).max(seriesSubjectsMax));

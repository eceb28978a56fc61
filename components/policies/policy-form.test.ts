import { expect, it } from 'vitest';
import type { ScopedPolicy } from '@/lib/model/policies/policy-scope';
import { emptyPolicyForm, parsePolicyForm, policyFormOf } from './policy-form';

const policy: ScopedPolicy = {
  virtualHost: '/',
  scope: 'user',
  name: 'limits',
  pattern: '^a',
  applyTo: 'queues',
  priority: 3,
  definition: { 'max-length': 7, 'ha-mode': 'all' },
};

it('gives back unchanged what it was filled with, settings of clusters included', () => {
  expect(parsePolicyForm(policyFormOf(policy))).toEqual({ policy, errors: {} });
});

it('leaves out what means nothing for the kind and the things it applies to', () => {
  const form = { ...policyFormOf(policy), settings: { 'max-length': '7', 'max-age': '7D', 'alternate-exchange': 'x' }, kept: {} };
  expect(parsePolicyForm({ ...form, applyTo: 'exchanges' }).policy.definition).toEqual({ 'alternate-exchange': 'x' });
  expect(parsePolicyForm({ ...form, applyTo: 'streams', scope: 'operator' }).policy.definition).toEqual({ 'max-age': '7D' });
});

it('says field by field what is wrong', () => {
  const form = { ...emptyPolicyForm('/'), priority: 'high', settings: { 'message-ttl': '-1' } };
  expect(parsePolicyForm(form).errors).toEqual({
    name: 'Give the policy a name.',
    priority: 'Write a whole number.',
    'message-ttl': 'At least 0.',
    definition: 'Add at least one setting.',
  });
});

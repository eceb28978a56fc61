import { frameConstant } from '../../amqp';
import type { Output } from './output';

const frame = Buffer.from([frameConstant.heartbeat, 0, 0, 0, 0, 0, 0, frameConstant.end]);
/** Timers fire a little early or late; a heartbeat a tick late would use up what some clients allow (three half intervals). */
const TIMER_SLACK_MS = 20;

/** Both directions of one connection's heartbeats (AMQP 0-9-1 4.2.7), by comparing byte counts from tick to tick: nothing on the hot path. */
export class Heartbeat {
  private lastReceivedBytes = 0;
  private lastSentBytes = 0;
  private receivedAtMs = -1;
  private sentAtMs = -1;

  constructor(private readonly intervalMs: number) {}

  /** Sends one when half an interval passed without output. @returns true when the peer was silent for two intervals */
  check(nowMs: number, receivedBytes: number, output: Output, isReading: boolean): boolean {
    // While we don't read, silence says nothing about the peer.
    if (receivedBytes !== this.lastReceivedBytes || this.receivedAtMs < 0 || !isReading) this.receivedAtMs = nowMs;
    this.lastReceivedBytes = receivedBytes;
    if (output.sentBytes !== this.lastSentBytes || this.sentAtMs < 0) this.sentAtMs = nowMs;
    this.lastSentBytes = output.sentBytes;
    if (nowMs - this.sentAtMs >= this.intervalMs / 2 - TIMER_SLACK_MS) {
      output.append(frame);
      this.sentAtMs = nowMs;
      this.lastSentBytes += frame.length; // the heartbeat itself is no news at the next tick
    }
    return nowMs - this.receivedAtMs > this.intervalMs * 2;
  }
}

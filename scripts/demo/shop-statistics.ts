/** What happened, for one line every few seconds. */
export class ShopStatistics {
  orders = 0;
  published = 0;
  confirmed = 0;
  unroutable = 0;
  handled = 0;
  failed = 0;
  redelivered = 0;
  reconnects = 0;
  private publishedBefore = 0;
  private atMsBefore = Date.now();

  /** e.g. `14:02:10  67.4 messages/s · 412 orders · 3,210 published, 3,208 confirmed, 4 unroutable · …` */
  line(nowMs = Date.now()): string {
    const seconds = Math.max(0.001, (nowMs - this.atMsBefore) / 1000);
    const rate = ((this.published - this.publishedBefore) / seconds).toFixed(1);
    this.publishedBefore = this.published;
    this.atMsBefore = nowMs;
    const count = (value: number): string => value.toLocaleString('en');
    return [
      `${new Date(nowMs).toTimeString().slice(0, 8)}  ${rate} messages/s`,
      `${count(this.orders)} orders`,
      `${count(this.published)} published, ${count(this.confirmed)} confirmed, ${count(this.unroutable)} unroutable`,
      `${count(this.handled)} handled, ${count(this.failed)} failed, ${count(this.redelivered)} redelivered`,
      `${count(this.reconnects)} reconnects`,
    ].join(' · ');
  }
}

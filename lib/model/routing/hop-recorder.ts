import type { RoutePreview } from '../resources';
import type { RouteBinding, RouteNode, RouteObserver, RouteWalker } from './walk';

/** Collects the hops of one walk into what a preview shows. */
export class HopRecorder<B extends RouteBinding<B>> implements RouteObserver<B> {
  private readonly hops: RoutePreview['hops'][number][] = [];
  private readonly seen = new Set<B>();

  took(source: RouteNode<B>, binding: B): void {
    if (this.seen.has(binding)) return; // several of the message's keys took it
    this.seen.add(binding);
    const { destination, routingKey } = binding;
    this.hops.push({ source: source.name, destination: destination.name, destinationType: destination.kind, routingKey });
  }

  tookAlternate(source: RouteNode<B>, alternate: RouteNode<B>): void {
    this.hops.push({ source: source.name, destination: alternate.name, destinationType: 'exchange', routingKey: '' });
  }

  preview(walker: RouteWalker<B>): RoutePreview {
    return {
      queues: walker.queues.map((queue) => queue.name),
      hops: this.hops,
      isUnroutable: walker.queues.length === 0,
      viaAlternateExchange: walker.viaAlternate,
    };
  }
}

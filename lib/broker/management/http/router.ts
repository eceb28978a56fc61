import { assert } from '../../../base/assert';
import { managementLimits } from '../management-limits';
import type { Answer } from './answer';
import type { Call } from './call';
import { badRequest } from './http-error';

export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';
/** Least tag that opens the route, see auth/user.ts; `management` is any of the four. */
export type Access = 'management' | 'policymaker' | 'monitoring' | 'administrator';
export type Handler = (call: Call) => Answer | Promise<Answer>;
export type Route = { readonly access: Access; readonly handle: Handler };

/** One path with its methods. `:name` stands for one percent-encoded segment. A `:vhost` also asks that the user may enter it. */
export type Resource = { readonly path: string; readonly methods: { readonly [method in Method]?: Route } };

type Node = {
  readonly literals: Map<string, Node>;
  parameter: { readonly name: string; readonly node: Node } | null;
  resource: Resource | null;
};
export type Match = { readonly resource: Resource; readonly parameters: ReadonlyMap<string, string> };

const createNode = (): Node => ({ literals: new Map(), parameter: null, resource: null });

/** A trie by segment. Literals win over parameters; when a literal's branch ends in nothing, the parameter's is tried. */
export class Router {
  private readonly root = createNode();

  constructor(resources: Iterable<Resource>) {
    for (const resource of resources) this.add(resource);
  }

  /** Null when no resource has the path. A trailing slash means nothing. Throws HttpError 400 on broken percent-encoding. */
  match(path: string): Match | null {
    const segments = path.split('/').filter((segment, index, all) => segment !== '' || (index > 0 && index < all.length - 1));
    if (segments.length > managementLimits.pathSegmentsMax) return null;
    const decoded = segments.map(decodeSegment);
    const parameters: [string, string][] = [];
    const resource = find(this.root, decoded, 0, parameters);
    return resource && { resource, parameters: new Map(parameters) };
  }

  private add(resource: Resource): void {
    let node = this.root;
    for (const segment of resource.path.split('/').slice(1)) {
      if (segment.startsWith(':')) {
        node.parameter ??= { name: segment.slice(1), node: createNode() };
        assert(node.parameter.name === segment.slice(1), `two names for one place in ${resource.path}`);
        node = node.parameter.node;
      } else {
        const next = node.literals.get(segment) ?? createNode();
        node.literals.set(segment, next);
        node = next;
      }
    }
    assert(node.resource === null, `two resources at ${resource.path}`);
    node.resource = resource;
  }
}

function find(node: Node, segments: readonly string[], index: number, parameters: [string, string][]): Resource | null {
  const segment = segments[index];
  if (segment === undefined) return node.resource;
  const literal = node.literals.get(segment);
  const found = literal && find(literal, segments, index + 1, parameters);
  if (found) return found;
  if (node.parameter === null) return null;
  parameters.push([node.parameter.name, segment]);
  const below = find(node.parameter.node, segments, index + 1, parameters);
  if (below === null) parameters.pop();
  return below;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw badRequest(`the path segment '${segment}' is not percent-encoded UTF-8`);
  }
}

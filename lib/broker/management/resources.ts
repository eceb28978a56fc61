import { bindingResources } from './controllers/bindings';
import { channelResources } from './controllers/channels';
import { connectionResources } from './controllers/connections';
import { consumerResources } from './controllers/consumers';
import { definitionResources } from './controllers/definitions';
import { delayedMessageResources } from './controllers/delayed-messages';
import { exchangeResources } from './controllers/exchanges';
import { getMessagesResources } from './controllers/get-messages';
import { globalParameterResources } from './controllers/global-parameters';
import { healthResources } from './controllers/health';
import { messageResources } from './controllers/messages';
import { metricsResources } from './controllers/metrics';
import { nodeResources } from './controllers/nodes';
import { overviewResources } from './controllers/overview';
import { parameterResources } from './controllers/parameters';
import { permissionResources } from './controllers/permissions';
import { policyResources } from './controllers/policies';
import { publishResources } from './controllers/publish';
import { queueResources } from './controllers/queues';
import { replayResources } from './controllers/replays';
import { routePreviewResources } from './controllers/route-preview';
import { snapshotResources } from './controllers/snapshot';
import { streamResources } from './controllers/stream';
import { topicPermissionResources } from './controllers/topic-permissions';
import { userLimitResources } from './controllers/user-limits';
import { userResources } from './controllers/users';
import { virtualHostLimitResources } from './controllers/virtual-host-limits';
import { virtualHostResources } from './controllers/virtual-hosts';
import { whoamiResources } from './controllers/whoami';
import type { Resource } from './http/router';

/** Every path of the management API. */
export const managementResources: readonly Resource[] = [
  ...bindingResources,
  ...channelResources,
  ...connectionResources,
  ...consumerResources,
  ...definitionResources,
  ...delayedMessageResources,
  ...exchangeResources,
  ...getMessagesResources,
  ...globalParameterResources,
  ...healthResources,
  ...messageResources,
  ...metricsResources,
  ...nodeResources,
  ...overviewResources,
  ...parameterResources,
  ...permissionResources,
  ...policyResources,
  ...publishResources,
  ...queueResources,
  ...replayResources,
  ...routePreviewResources,
  ...snapshotResources,
  ...streamResources,
  ...topicPermissionResources,
  ...userLimitResources,
  ...userResources,
  ...virtualHostLimitResources,
  ...virtualHostResources,
  ...whoamiResources,
];

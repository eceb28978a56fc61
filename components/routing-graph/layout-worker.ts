// The layout engine installs its own message handler when it finds itself in a worker; there is nothing to call.
import 'elkjs/lib/elk-worker.min.js';

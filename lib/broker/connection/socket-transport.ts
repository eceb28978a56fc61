import { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Transport, TransportListener, TransportSecurity } from './transport';

const READ_BUFFER_BYTES = 524_288;

/**
 * All sockets of the thread read into one buffer: libuv fills it and calls back in one go, and a connection keeps nothing of
 * it (FrameParser copies the straddling frame, Message.retain() copies a content that stays). This saves an allocation of
 * 64 KB a read. On Windows reads are in flight for several sockets at once, so there each read gets its own chunk.
 */
const sharedReadBuffer = process.platform === 'win32' ? null : Buffer.allocUnsafeSlow(READ_BUFFER_BYTES);

/** The handle inside an accepted socket; absent if a future Node hides it, then the socket is used as it is. */
type Accepted = Socket & { _handle?: unknown };

/** Node takes `onread` only when a Socket is made, and a server makes its own: so the accepted handle gets a new Socket. */
function withSharedReadBuffer(accepted: Accepted, received: (buffer: Buffer, sizeBytes: number) => void): Socket | null {
  const handle = accepted._handle;
  if (sharedReadBuffer === null || accepted instanceof TLSSocket || handle === null || typeof handle !== 'object') return null;
  accepted._handle = null;
  accepted.destroy();
  const buffer = sharedReadBuffer;
  const options = {
    handle,
    allowHalfOpen: false,
    onread: {
      buffer,
      callback: (sizeBytes: number) => {
        received(buffer, sizeBytes);
        return true;
      },
    },
  };
  return new Socket(options as ConstructorParameters<typeof Socket>[0]);
}

/** A TCP or TLS socket that a server accepted with pauseOnConnect. */
export class SocketTransport implements Transport {
  readonly localHost: string;
  readonly localPort: number;
  readonly peerHost: string;
  readonly peerPort: number;
  readonly security: TransportSecurity | null;
  private readonly socket: Socket;
  private readonly readsIntoSharedBuffer: boolean;
  private listener: TransportListener | null = null;

  constructor(accepted: Socket) {
    this.localHost = plainAddress(accepted.localAddress);
    this.localPort = accepted.localPort ?? 0;
    this.peerHost = plainAddress(accepted.remoteAddress);
    this.peerPort = accepted.remotePort ?? 0;
    this.security = accepted instanceof TLSSocket ? describeSecurity(accepted) : null;
    const adopted = withSharedReadBuffer(accepted, (buffer, sizeBytes) => this.listener?.bytesReceived(buffer, 0, sizeBytes));
    this.readsIntoSharedBuffer = adopted !== null;
    this.socket = adopted ?? accepted;
    this.socket.on('error', () => {}); // 'close' follows and says all that matters
    this.socket.setNoDelay(true);
  }

  start(listener: TransportListener): void {
    this.listener = listener;
    this.socket.on('close', () => listener.transportClosed());
    if (!this.readsIntoSharedBuffer) this.socket.on('data', (chunk: Buffer) => listener.bytesReceived(chunk, 0, chunk.length));
    this.socket.resume();
    if (this.socket.destroyed) listener.transportClosed();
  }

  write(bytes: Buffer, written: () => void): void {
    if (this.socket.destroyed || this.socket.writableEnded) written();
    else this.socket.write(bytes, written);
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  end(): void {
    this.socket.end();
  }

  destroy(): void {
    this.socket.destroy();
  }
}

function plainAddress(address: string | undefined): string {
  return address?.replace(/^::ffff:/, '') ?? '';
}

function describeSecurity(socket: TLSSocket): TransportSecurity {
  const certificate = socket.getPeerCertificate();
  const hasCertificate = certificate !== null && Object.keys(certificate).length > 0;
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    peerSubject: hasCertificate ? formatName(certificate.subject) : null,
    peerIssuer: hasCertificate ? formatName(certificate.issuer) : null,
    peerValidity: hasCertificate ? `${certificate.valid_from} - ${certificate.valid_to}` : null,
    peerCommonName: hasCertificate && socket.authorized ? String(certificate.subject.CN ?? '') || null : null,
  };
}

/** `CN=client,O=shop`, as RabbitMQ shows it. */
function formatName(name: object): string {
  return Object.entries(name)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(',');
}

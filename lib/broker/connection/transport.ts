/** What a connection learns from its transport. */
export interface TransportListener {
  /** buffer[start … end) was received. It is overwritten by the next read: copy what is kept. */
  bytesReceived(buffer: Buffer, start: number, end: number): void;
  /** Both directions are over; nothing follows. */
  transportClosed(): void;
}

export type TransportSecurity = {
  readonly protocol: string;
  readonly cipher: string;
  readonly peerSubject: string | null;
  readonly peerIssuer: string | null;
  readonly peerValidity: string | null;
  /** Common name of a client certificate that our authority signed; null without one. */
  readonly peerCommonName: string | null;
};

/** One client's byte stream: a TCP or TLS socket, or one half of an in-memory pair. */
export interface Transport {
  readonly localHost: string;
  readonly localPort: number;
  readonly peerHost: string;
  readonly peerPort: number;
  readonly security: TransportSecurity | null;
  /** Begins to deliver to the listener. Called once. */
  start(listener: TransportListener): void;
  /** Takes the bytes, unchanged until `written` was called (also after a failure). */
  write(bytes: Buffer, written: () => void): void;
  pause(): void;
  resume(): void;
  /** Sends what was written, then ends our direction. */
  end(): void;
  /** Ends at once; transportClosed follows. */
  destroy(): void;
}

// The console's HTTP listeners: loopback by default, both families, or the address in HOST.
import { createServer } from 'node:http';

const loopback = ['127.0.0.1', '::1'];

/** 'PORT must be …' or the number. */
export function parsePort(text = '3000') {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) return { complaint: `PORT must be a number from 0 to 65535, not ${JSON.stringify(text)}.` };
  return { port };
}

/**
 * Listens and returns the servers, all on one port; with port 0 the system chooses. Throws an error whose message is the
 * sentence for the person at the terminal.
 */
export async function listenOn(host, port, handle) {
  const servers = [];
  let chosenPort = port;
  for (const address of host ? [host] : loopback) {
    const server = createServer(handle);
    try {
      chosenPort = await listen(server, address, chosenPort);
      servers.push(server);
    } catch (error) {
      // A machine without IPv6 has no ::1, and is served on 127.0.0.1 alone.
      if (servers.length > 0 && ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(error.code)) continue;
      for (const open of servers) open.close();
      throw new Error(complaintAbout(error, address, chosenPort), { cause: error });
    }
  }
  return { servers, port: chosenPort };
}

function listen(server, host, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve(server.address().port);
    });
  });
}

function complaintAbout(error, address, port) {
  if (error.code === 'EADDRINUSE') return `Port ${port} on ${address} is in use. Stop what uses it, or set PORT to another port.`;
  if (error.code === 'EACCES') return `This user may not listen on port ${port}. Set PORT to a port above 1023.`;
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return `${address} is no address of this machine. Set HOST to one that is.`;
  return `The console can't listen on ${address}, port ${port} (${error.code}).`;
}

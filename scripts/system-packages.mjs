// System packages that tests need beyond Node. As root on Debian they are installed; elsewhere the reason says what to install.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Debian package → how to tell that it is there. */
const packages = {
  chromium: () => ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].some(existsSync),
  'rabbitmq-server': () => existsSync('/usr/lib/rabbitmq/bin/rabbitmq-server'),
  'python3-pika': () => pythonHas('pika'),
  'amqp-tools': () => existsSync('/usr/bin/amqp-publish'),
  // One client library a language, for e2e/clients/libraries.spec.ts.
  'python3-aio-pika': () => pythonHas('aio_pika'),
  celery: () => pythonHas('celery'),
  'ruby-bunny': () => runs('ruby', ['-e', 'require "bunny"']),
  'php-cli': () => runs('php', ['--version']),
  'php-amqplib': () => existsSync('/usr/share/php/PhpAmqpLib/autoload.php'),
  'libanyevent-rabbitmq-perl': () => runs('perl', ['-e', 'use AnyEvent::RabbitMQ']),
  'golang-go': () => runs('go', ['version']),
  'golang-github-rabbitmq-amqp091-go-dev': () => existsSync('/usr/share/gocode/src/github.com/rabbitmq/amqp091-go'),
  'default-jdk-headless': () => runs('javac', ['-version']),
  'librabbitmq-client-java': () => existsSync('/usr/share/java/amqp-client.jar'),
};

const runs = (program, args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

export const packageNames = Object.keys(packages);

function pythonHas(module) {
  return existsSync('/usr/bin/python3') && spawnSync('/usr/bin/python3', ['-c', `import ${module}`]).status === 0;
}

const isDebianRoot = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

function install(names) {
  console.log(`Installing system packages for the tests: ${names.join(', ')}`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { stdio: ['ignore', 'ignore', 'inherit'], env: environment };
  execFileSync('apt-get', ['update', '-qq'], options);
  // The server must not start by itself: the tests start their own, on free ports, with their own data.
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', '-o', 'Dpkg::Options::=--force-confold', ...names], {
    ...options,
    env: { ...environment, RUNLEVEL: '1' },
  });
}

/** Returns the packages that are still missing, each with a sentence that says what to do. */
export async function ensureSystemPackages() {
  const lacking = () => Object.keys(packages).filter((name) => !packages[name]());
  let missing = lacking();
  if (missing.length > 0 && isDebianRoot()) {
    try {
      install(missing);
    } catch (error) {
      console.error(`apt-get could not install ${missing.join(', ')}: ${error.message}`);
    }
    missing = lacking();
  }
  return new Map(missing.map((name) => [name, `install the Debian package ${name} (or your system's equal) and run again`]));
}

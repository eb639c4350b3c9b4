// Portkey's gateway listens on all interfaces and has no option for it: here it is made to listen on
// loopback. Loaded before it by node --require.
const { Server } = require('node:net');

const listen = Server.prototype.listen;

Server.prototype.listen = function (where, ...rest) {
  const port = typeof where === 'object' && where !== null ? where.port : where;
  const callback = rest.find((argument) => typeof argument === 'function');
  return listen.call(this, { port, host: '127.0.0.1' }, callback);
};

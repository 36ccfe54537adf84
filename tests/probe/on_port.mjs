// Some examples of the SDK listen on port 3000 or 3001 whatever one says: with `node --import` of this file they take PORT. Nothing else
// of them changes.
import net from 'node:net';

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
  return listen.call(this, port === 3000 || port === 3001 ? Number(process.env.PORT) : port, ...rest);
};

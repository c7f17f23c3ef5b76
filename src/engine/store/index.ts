/** Clients of the stores in which results and offsets are kept. */
export { mysql, SqlConnection, SqlError, type SqlRow, type SqlValue } from './mysql.js';
export { type RedisCommand, RedisConnection, redis } from './redis.js';
export { StoreConnectionLost, StoreRefused } from './StoreConnection.js';
export { KeeperException, type Znode, ZooKeeperSession, zookeeper } from './zookeeper.js';

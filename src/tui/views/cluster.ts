import { type HostLine, plural } from '../../recording/index.js';
import { type Content, Rows } from '../content.js';
import type { Model } from '../model.js';
import type { Row, Span } from '../row.js';
import type { Style } from '../style.js';
import { left, width as widthOf } from '../text.js';
import type { View } from '../view.js';
import { stageNote } from './note.js';

/** The hosts, dead or alive, with the executors on them; links that were cut; connections that are open. */
export function clusterView(model: Model, view: View, style: Style): Content {
  const hosts = model.hosts.at(view.cursor);
  const links = model.hosts.linksAt(view.cursor);
  const connections = model.hosts.connectionsAt(view.cursor);
  const note = stageNote(model, 'cluster');
  const cells = Math.max(4, ...hosts.map(({ host }) => widthOf(host)));
  const rows = new Rows();
  for (const host of hosts) rows.add(hostRow(host, cells, style), { kind: 'event', seq: host.changedAt });
  const heading = (text: string): void => {
    rows.add([]);
    rows.add([['bold', text]]);
  };
  if (links.length > 0) heading('links');
  for (const link of links) {
    const state: Span = link.isCut ? ['bad', 'x cut'] : ['good', `${style.symbols.ok} whole again`];
    rows.add(['  ', link.link, '  ', state, ['dim', `  cut ${plural(link.cuts, 'time')}`]], {
      kind: 'event',
      seq: link.changedAt,
    });
  }
  if (connections.length > 0) heading('connections');
  for (const { from, to, port, connection, openedAt } of connections) {
    rows.add([`  ${from} ${style.symbols.arrow} ${to}:${port}`, ['dim', `  connection ${connection}`]], {
      kind: 'event',
      seq: openedAt,
    });
  }
  const alive = hosts.filter(({ isAlive }) => isAlive).length;
  const cut = links.filter(({ isCut }) => isCut).length;
  const foot: Row[] = [
    [
      ['dim', `hosts ${hosts.length} = alive ${alive} + dead ${hosts.length - alive}`],
      cut > 0 ? ['bad', `   ${plural(cut, 'link')} cut`] : ['dim', '   no link is cut'],
    ],
  ];
  return rows.listed('2 Stage: cluster', { note, foot });
}

function hostRow(host: HostLine, cells: number, style: Style): Row {
  const sign: Span = host.isAlive ? ['good', style.symbols.done] : ['bad', style.symbols.failed];
  const state = host.isAlive ? 'alive' : 'dead';
  const again = host.incarnation > 1 ? `, started ${host.incarnation} times` : '';
  const on = host.machine === undefined ? '' : ` on ${host.machine}`;
  const runs = host.executors.length === 0 ? '' : `  executor ${host.executors.join(', ')}${on}`;
  const ports = host.ports.length === 0 ? '' : `  listens on ${host.ports.join(', ')}`;
  return [sign, ` ${left(host.host, cells)}  `, host.isAlive ? state : ['bad', state], ['dim', `${again}${runs}${ports}`]];
}

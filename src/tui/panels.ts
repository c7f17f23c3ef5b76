import type { PanelId } from '../recording/index.js';
import type { Content } from './content.js';
import { cellOf, layoutOf } from './layout.js';
import type { Model } from './model.js';
import { commandsView } from './overlays/commands.js';
import { helpView } from './overlays/help.js';
import { placesView } from './overlays/places.js';
import { questionView } from './overlays/question.js';
import { verdictView } from './overlays/verdict.js';
import { whyView } from './overlays/why.js';
import { plainStyle, type Style } from './style.js';
import type { View } from './view.js';
import { changesView } from './views/changes.js';
import { clusterView } from './views/cluster.js';
import { coresView } from './views/cores.js';
import { eventsView } from './views/events.js';
import { flowView } from './views/flow.js';
import { offsetsView } from './views/offsets.js';
import { outputView } from './views/output.js';
import { programView } from './views/program.js';
import { queueView } from './views/queue.js';
import { receiversView } from './views/receivers.js';
import { sayView } from './views/say.js';
import { stateView } from './views/state.js';
import { timelineView } from './views/timeline.js';
import { windowsView } from './views/windows.js';

/** What a panel shows in `width` by `height` cells, its border left out. */
export function panelContent(model: Model, view: View, style: Style, id: PanelId, width: number, height: number): Content {
  switch (id) {
    case 'timeline':
      return timelineView(model, view, style, width, height);
    case 'changes':
      return changesView(model, view, style, width);
    case 'output':
      return outputView(model, view, style);
    case 'program':
      return programView(model, view, style);
    case 'events':
      return eventsView(model, view, style);
    case 'lesson':
      return sayView(model, view, width);
    case 'stage':
      return stageContent(model, view, style, width, height);
  }
}

function stageContent(model: Model, view: View, style: Style, width: number, height: number): Content {
  const kind = model.stageOf(view);
  switch (kind) {
    case 'windows':
      return windowsView(model, view, style, width, height);
    case 'queue':
      return queueView(model, view, style, width, height);
    case 'state':
      return stateView(model, view, style, width);
    case 'cores':
      return coresView(model, view, style, width);
    case 'receivers':
      return receiversView(model, view, style);
    case 'offsets':
      return offsetsView(model, view, style, width);
    case 'cluster':
      return clusterView(model, view, style);
    case 'flow':
      return flowView(model, view, style);
    default:
      return kind satisfies never;
  }
}

/** What lies over the panels, in `width` cells. */
export function overlayContent(model: Model, view: View, style: Style, width: number): Content {
  switch (view.overlay) {
    case 'why':
      return whyView(model, view, style, width);
    case 'commands':
      return commandsView(model, view, style);
    case 'places':
      return placesView(model, view, style);
    case 'question':
      return questionView(model, view, width);
    case 'verdict':
      return verdictView(model, view, style, width);
    default:
      return helpView(model, view, style, width);
  }
}

/** What the panel shows on the screen as it is; for keys, which are told apart by rows and not by looks. */
export function contentOnScreen(model: Model, view: View, id: PanelId | 'overlay'): Content {
  const { width, height } = cellOf(layoutOf(model, view, view.size), id);
  if (id === 'overlay') return overlayContent(model, view, plainStyle, width - 2);
  return panelContent(model, view, plainStyle, id, width - 2, height - 2);
}

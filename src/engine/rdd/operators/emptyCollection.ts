import { UnsupportedOperationException } from '../../errors.js';

/** What `reduce`, `first`, `max`, `min` say about no records (SC-142, SC-143). */
export const emptyCollection = () => new UnsupportedOperationException('empty collection');

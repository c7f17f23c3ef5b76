import { OptionParser } from '../OptionParser.js';
import { consumerGroupsOptions } from '../options/consumerGroupsOptions.js';

export const groupsParser = new OptionParser(consumerGroupsOptions);

/** Ways to say which offset a partition is reset to. */
export const scenarios = [
  'to-offset',
  'shift-by',
  'to-datetime',
  'by-duration',
  'to-earliest',
  'to-latest',
  'to-current',
  'from-file',
] as const;

/** How near a task runs to what it reads, nearest first. `NO_PREF` stands for tasks that read nothing in particular. */
export const localities = ['PROCESS_LOCAL', 'NODE_LOCAL', 'NO_PREF', 'ANY'] as const;
export type Locality = (typeof localities)[number];

/** Whether `locality` is as near as `limit`, or nearer. */
export const isWithin = (locality: Locality, limit: Locality): boolean =>
  localities.indexOf(locality) <= localities.indexOf(limit);

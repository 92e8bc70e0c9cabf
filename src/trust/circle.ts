/**
 * Trust from which a person belongs to the circle of trust: the people who know the user and would act for them.
 *
 * A definition, not a finding: about what a year of two-way contact every other week earns, and what an old tie keeps
 * through a few quiet months.
 */
export const CIRCLE_TRUST = 50;

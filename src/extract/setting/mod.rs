//! When and where an act took place, and according to whom.

pub(crate) mod places;
pub(crate) mod sources;
pub(crate) mod told;
pub(crate) mod when;

//! The settings: layered, checked, all faults at once.

//! Alert transports, one file each.

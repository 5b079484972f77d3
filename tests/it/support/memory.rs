//! How much memory a process holds, as Linux tells it.

/// What a process holds now (`VmRSS`), in kilobytes; `None` once it has ended.
pub fn held_kb(process: u32) -> Option<usize> {
    told(process, "VmRSS:")
}

/// The most that a process ever held (`VmHWM`), in kilobytes; `None` once it has ended.
pub fn peak_kb(process: u32) -> Option<usize> {
    told(process, "VmHWM:")
}

fn told(process: u32, name: &str) -> Option<usize> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

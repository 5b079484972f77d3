//! Made-up people: common names, combined at random. Nobody real is meant.

use crate::draw::{Draw, Purpose};

const WOMEN: [&str; 24] = [
    "Aasia", "Aisha", "Amina", "Asma", "Bushra", "Farah", "Fozia", "Hina", "Iqra", "Kiran",
    "Maryam", "Nadia", "Naila", "Nasreen", "Rabia", "Rukhsana", "Saba", "Sadia", "Saima", "Sana",
    "Shazia", "Sumaira", "Uzma", "Zainab",
];
const MEN: [&str; 24] = [
    "Adnan", "Ahmad", "Ali", "Amjad", "Asif", "Bilal", "Faisal", "Farhan", "Hamza", "Hassan",
    "Imran", "Irfan", "Kamran", "Khalid", "Nadeem", "Naveed", "Omar", "Rashid", "Rizwan", "Sajid",
    "Shahid", "Tariq", "Usman", "Waqas",
];
const LAST: [&str; 24] = [
    "Abbas", "Akhtar", "Akram", "Ashraf", "Aslam", "Aziz", "Farooq", "Ghafoor", "Hameed",
    "Hussain", "Iqbal", "Javed", "Latif", "Mahmood", "Malik", "Nawaz", "Qureshi", "Rafiq",
    "Rehman", "Saeed", "Sharif", "Siddique", "Younas", "Yousaf",
];

/// The name of an enumerator by number.
pub(crate) fn person(seed: u64, number: u32) -> String {
    let mut draw = Draw::keyed(seed, Purpose::Name, u64::from(number), 0);
    let first = if draw.chance(0.55) { &WOMEN } else { &MEN };
    let pick = |list: &[&'static str; 24], draw: &mut Draw| list[draw.below(24) as usize];
    format!("{} {}", pick(first, &mut draw), pick(&LAST, &mut draw))
}

/// Agencies that lend field staff, by tehsil.
pub(crate) fn agency(tehsil: u16) -> &'static str {
    const AGENCIES: [&str; 4] = [
        "Bureau of Statistics",
        "District Administration",
        "Punjab Social Protection Authority",
        "The Urban Unit",
    ];
    AGENCIES[usize::from(tehsil) % AGENCIES.len()]
}

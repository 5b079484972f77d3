//! Made figures for every kind of chart.

use charts::*;
use domain::coverage::Class;
use domain::cube::Progress;
use domain::lang::Lang;
use domain::number::{percent, permille};
use domain::peers::ShareFunnel;
use domain::time::SurveyDay;

/// A chart to look at.
pub struct Kind {
    pub name: &'static str,
    /// Whether it runs from left to right in Urdu too.
    pub is_left_to_right: bool,
    pub draw: fn(Lang, &str, u32) -> Chart,
}

pub const KINDS: [Kind; 9] = [
    Kind {
        name: "forecast",
        is_left_to_right: true,
        draw: |lang, id, width| progress(lang, id, width, true),
    },
    Kind {
        name: "progress",
        is_left_to_right: true,
        draw: |lang, id, width| progress(lang, id, width, false),
    },
    Kind {
        name: "bars",
        is_left_to_right: false,
        draw: |lang, id, width| bars(lang, id, width, true),
    },
    Kind {
        name: "bars-narrow",
        is_left_to_right: false,
        draw: |lang, id, width| bars(lang, id, width.min(340), false),
    },
    Kind {
        name: "funnel",
        is_left_to_right: true,
        draw: funnel,
    },
    Kind {
        name: "histogram",
        is_left_to_right: true,
        draw: histogram_of_minutes,
    },
    Kind {
        name: "heat",
        is_left_to_right: true,
        draw: |lang, id, width| heat(lang, id, width, 9),
    },
    Kind {
        name: "heat-without-figures",
        is_left_to_right: true,
        draw: |lang, id, width| heat(lang, id, width, 9_000),
    },
    Kind {
        name: "multiples",
        is_left_to_right: false,
        draw: multiples,
    },
];

const DISTRICTS: [(&str, &str); 41] = [
    ("Attock", "اٹک"),
    ("Bahawalnagar", "بہاولنگر"),
    ("Bahawalpur", "بہاولپور"),
    ("Bhakkar", "بھکر"),
    ("Chakwal", "چکوال"),
    ("Chiniot", "چنیوٹ"),
    ("Dera Ghazi Khan", "ڈیرہ غازی خان"),
    ("Faisalabad", "فیصل آباد"),
    ("Gujranwala", "گوجرانوالہ"),
    ("Gujrat", "گجرات"),
    ("Hafizabad", "حافظ آباد"),
    ("Jhang", "جھنگ"),
    ("Jhelum", "جہلم"),
    ("Kasur", "قصور"),
    ("Khanewal", "خانیوال"),
    ("Khushab", "خوشاب"),
    ("Kot Addu", "کوٹ ادو"),
    ("Lahore", "لاہور"),
    ("Layyah", "لیہ"),
    ("Lodhran", "لودھراں"),
    ("Mandi Bahauddin", "منڈی بہاؤالدین"),
    ("Mianwali", "میانوالی"),
    ("Multan", "ملتان"),
    ("Murree", "مری"),
    ("Muzaffargarh", "مظفر گڑھ"),
    ("Nankana Sahib", "ننکانہ صاحب"),
    ("Narowal", "نارووال"),
    ("Okara", "اوکاڑہ"),
    ("Pakpattan", "پاکپتن"),
    ("Rahim Yar Khan", "رحیم یار خان"),
    ("Rajanpur", "راجن پور"),
    ("Rawalpindi", "راولپنڈی"),
    ("Sahiwal", "ساہیوال"),
    ("Sargodha", "سرگودھا"),
    ("Sheikhupura", "شیخوپورہ"),
    ("Sialkot", "سیالکوٹ"),
    ("Talagang", "تلہ گنگ"),
    ("Taunsa", "تونسہ"),
    ("Toba Tek Singh", "ٹوبہ ٹیک سنگھ"),
    ("Vehari", "وہاڑی"),
    ("Wazirabad", "وزیر آباد"),
];

fn district(lang: Lang, index: usize) -> &'static str {
    let (english, urdu) = DISTRICTS[index % DISTRICTS.len()];
    say(lang, english, urdu)
}

fn say(lang: Lang, english: &'static str, urdu: &'static str) -> &'static str {
    match lang {
        Lang::En => english,
        Lang::Ur => urdu,
    }
}

/// Numbers that look like chance and are the same every time.
fn chance(n: u64) -> u64 {
    let mut x = n.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678;
    x ^= x >> 29;
    x = x.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (x ^ (x >> 32)) & 0xffff_ffff
}

fn ids(id: &str) -> (String, String) {
    (format!("{id}-title"), format!("{id}-description"))
}

fn progress(lang: Lang, id: &str, width: u32, with_forecast: bool) -> Chart {
    let (title, description) = ids(id);
    let points: Vec<Progress> = (0..120)
        .map(|n| Progress {
            day: SurveyDay(20_700 + n),
            complete: (n as u64 * 1_350 + chance(n as u64) % 1_300).min(155_957),
            expected: Some((n as u64 * 1_900).min(200_000)),
        })
        .collect();
    let days: Vec<ForecastDay> = (1..=75)
        .map(|n| ForecastDay {
            day: SurveyDay(20_785 + n),
            low: 115_800 + n as u64 * 1_060,
            likely: 115_800 + n as u64 * 1_290,
            high: 115_800 + n as u64 * 1_600,
        })
        .collect();
    let forecast = Forecast {
        days: &days,
        finish: Some(Finish {
            target: 200_000,
            earliest: SurveyDay(20_785 + 53),
            latest: Some(SurveyDay(20_785 + 79)),
            words: say(
                lang,
                "finish 20 Jan to 15 Feb",
                "اختتام 20 جنوری تا 15 فروری",
            ),
        }),
        likely: say(lang, "likely", "متوقع رفتار"),
        low: say(lang, "at least", "کم از کم"),
        high: say(lang, "at most", "زیادہ سے زیادہ"),
    };
    progress_chart(&ProgressChart {
        ids: ChartIds {
            title: &title,
            description: &description,
        },
        title: say(
            lang,
            "Completed households against plan",
            "منصوبے کے مقابلے میں مکمل گھرانے",
        ),
        description: say(lang, "115,800 of 161,500.", "115,800 از 161,500۔"),
        points: &points,
        today: SurveyDay(20_700 + if with_forecast { 85 } else { 119 }),
        forecast: with_forecast.then_some(forecast),
        texts: ChartTexts {
            complete: say(lang, "complete", "مکمل"),
            plan: say(lang, "plan", "منصوبہ"),
            today: say(lang, "today", "آج"),
            counts: say(lang, "households", "گھرانے"),
            days: say(lang, "day", "دن"),
        },
        lang,
        size: ChartSize { width, height: 300 },
    })
    .unwrap()
}

fn bars(lang: Lang, id: &str, width: u32, with_classes: bool) -> Chart {
    let (title, description) = ids(id);
    let classes = [
        Class::Over,
        Class::Full,
        Class::Full,
        Class::High,
        Class::High,
        Class::Middle,
        Class::Middle,
        Class::Middle,
        Class::Low,
        Class::Low,
        Class::None,
        Class::Unknown,
    ];
    let shares = [1_090, 1_000, 961, 902, 801, 640, 633, 420, 190, 95, 0, 300];
    let texts: Vec<String> = shares.iter().map(|share| percent(*share)).collect();
    let expected = |index: usize| 850.0 - index as f64 * 20.0;
    let expected_texts: Vec<String> = (0..shares.len())
        .map(|index| percent(expected(index) as u32))
        .collect();
    let bars: Vec<Bar<'_>> = shares
        .iter()
        .enumerate()
        .map(|(index, share)| Bar {
            name: district(lang, index * 3 + 6),
            value: (index != 11 || !with_classes).then_some(f64::from(*share)),
            value_text: &texts[index],
            reference: (with_classes && index != 4)
                .then(|| (expected(index), expected_texts[index].as_str())),
            class: with_classes.then(|| classes[index]),
        })
        .collect();
    bar_chart(&BarChart {
        ids: ChartIds {
            title: &title,
            description: &description,
        },
        title: say(lang, "Coverage by district", "اضلاع کے لحاظ سے احاطہ"),
        description: "",
        bars: &bars,
        texts: BarTexts {
            name: say(lang, "District", "ضلع"),
            value: say(lang, "complete of target", "ہدف میں سے مکمل"),
            reference: say(lang, "expected by today", "آج تک متوقع"),
        },
        lang,
        width,
    })
    .unwrap()
}

/// Names, cases and numbers of five thousand enumerators, of whom some do not know much.
fn funnel(lang: Lang, id: &str, width: u32) -> Chart {
    let (title, description) = ids(id);
    let portions: Vec<(u64, u64)> = (0..5_000_u64)
        .map(|n| {
            let of = 15 + (chance(n) % 1_000) * (chance(n + 77_777) % 1_000) / 1_400;
            let habit = 60 + chance(n + 9_999) % 50;
            let habit = if n % 611 == 7 { habit * 3 } else { habit };
            let noise = (chance(n + 5) % 1_000) as f64 + (chance(n + 6) % 1_000) as f64 - 1_000.0;
            let expected = of as f64 * habit as f64 / 1_000.0;
            let cases = expected + noise / 420.0 * expected.sqrt();
            ((cases.round().max(0.0) as u64).min(of), of)
        })
        .collect();
    let peers = ShareFunnel::of(&portions, 1.0);
    let names: Vec<String> = (0..portions.len())
        .map(|n| format!("{} {n}", district(lang, n)))
        .collect();
    let points: Vec<FunnelPoint<'_>> = portions
        .iter()
        .zip(&names)
        .map(|((cases, of), name)| FunnelPoint {
            name,
            cases: *cases,
            of: *of,
            deviations: peers
                .standing(*cases, *of)
                .map(|standing| standing.deviations),
        })
        .collect();
    let most = points.iter().map(|point| point.of).max().unwrap();
    funnel_chart(&FunnelChart {
        ids: ChartIds {
            title: &title,
            description: &description,
        },
        title: say(lang, "Don't-know answers", "معلوم نہیں کے جوابات"),
        description: "",
        points: &points,
        overall: peers.share,
        limits: &FunnelLimit::of_shares(&peers, most),
        texts: FunnelTexts {
            name: say(lang, "Enumerator", "شمار کنندہ"),
            cases: say(lang, "Don't know", "معلوم نہیں"),
            of: say(lang, "interviews", "انٹرویو"),
            share: say(
                lang,
                "share of don't-know answers",
                "معلوم نہیں کے جوابات کا حصہ",
            ),
            overall: say(lang, "all", "سب"),
            standing: say(lang, "Standing", "حیثیت"),
            inside: say(lang, "within 95 %", "95 % کے اندر"),
            beyond_95: say(lang, "beyond 95 %", "95 % سے باہر"),
            beyond_998: say(lang, "beyond 99.8 %", "99.8 % سے باہر"),
        },
        lang,
        size: ChartSize { width, height: 400 },
        is_tabled: true,
    })
    .unwrap()
}

fn histogram_of_minutes(lang: Lang, id: &str, width: u32) -> Chart {
    let (title, description) = ids(id);
    let bins: Vec<Bin> = (0..30)
        .map(|n| {
            let x = n as f64 - 9.0;
            let spread = if x < 0.0 { 18.0 } else { 70.0 };
            Bin {
                from: n as f64 * 3.0,
                to: n as f64 * 3.0 + 3.0,
                count: (4_200.0 * (-x * x / spread).exp()) as u64,
            }
        })
        .collect();
    let mark = |at, words| Some(HistogramMark { at, words });
    histogram(&Histogram {
        ids: ChartIds {
            title: &title,
            description: &description,
        },
        title: say(lang, "Duration of interviews", "انٹرویو کا دورانیہ"),
        description: "",
        bins: &bins,
        last_is_open: false,
        median: mark(33.0, say(lang, "median 33 min", "وسطانیہ 33 منٹ")),
        p90: mark(
            52.0,
            say(
                lang,
                "nine in ten below 52 min",
                "دس میں سے نو 52 منٹ سے کم",
            ),
        ),
        threshold: mark(
            12.0,
            say(lang, "checked below 12 min", "12 منٹ سے کم کی جانچ"),
        ),
        texts: HistogramTexts {
            value: say(lang, "minutes", "منٹ"),
            counts: say(lang, "interviews", "انٹرویو"),
        },
        lang,
        size: ChartSize { width, height: 300 },
    })
    .unwrap()
}

fn heat(lang: Lang, id: &str, width: u32, most: u64) -> Chart {
    let (title, description) = ids(id);
    let days = [
        ("Monday", "پیر"),
        ("Tuesday", "منگل"),
        ("Wednesday", "بدھ"),
        ("Thursday", "جمعرات"),
        ("Friday", "جمعہ"),
        ("Saturday", "ہفتہ"),
        ("Sunday", "اتوار"),
    ];
    let values: Vec<Vec<Option<u64>>> = (0..7)
        .map(|day| {
            (0..24_u64)
                .map(|hour| {
                    let by_day = most * 10 * 24_u64.saturating_sub(hour.abs_diff(12) * 3) / 240;
                    match (day, hour) {
                        (6, 12..) => None,
                        (_, 0..=6 | 20..) => Some(0),
                        (4, 12..=14) => Some(most / 9),
                        _ => Some(by_day * (60 + chance(hour + day * 31) % 40) / 100),
                    }
                })
                .collect()
        })
        .collect();
    let rows: Vec<HeatRow<'_>> = days
        .iter()
        .zip(&values)
        .map(|((english, urdu), values)| HeatRow {
            name: say(lang, english, urdu),
            values,
        })
        .collect();
    let hours: Vec<String> = (0..24).map(|hour| hour.to_string()).collect();
    let hours: Vec<&str> = hours.iter().map(String::as_str).collect();
    heat_map(&HeatMap {
        ids: ChartIds {
            title: &title,
            description: &description,
        },
        title: say(
            lang,
            "Interviews by hour of day",
            "دن کے گھنٹے کے لحاظ سے انٹرویو",
        ),
        description: "",
        columns: &hours,
        rows: &rows,
        texts: HeatTexts {
            rows: say(lang, "Day", "دن"),
            columns: say(lang, "hour of day", "دن کا گھنٹہ"),
            empty: say(lang, "nothing known", "معلوم نہیں"),
        },
        lang,
        width,
    })
    .unwrap()
}

fn multiples(lang: Lang, id: &str, width: u32) -> Chart {
    let (title, description) = ids(id);
    let plan: Vec<Option<f64>> = (0..90).map(|n| Some(f64::from(n) / 89.0 * 0.8)).collect();
    let series: Vec<Vec<Option<f64>>> = (0..DISTRICTS.len() as u64)
        .map(|panel| {
            let pace = 3 + chance(panel) % 8;
            let mut sum = 0;
            (0..90)
                .map(|n| {
                    sum += pace * (chance(n + panel * 97) % 100) / 60;
                    ((panel != 5 || !(30..45).contains(&n)) && panel != 3)
                        .then_some(sum as f64 / 1_000.0)
                })
                .collect()
        })
        .collect();
    let lasts: Vec<String> = series
        .iter()
        .map(|values| match values[89] {
            Some(value) => percent(permille((value * 1_000.0) as u64, 1_000).unwrap()),
            None => say(lang, "no target", "ہدف نہیں").to_owned(),
        })
        .collect();
    let panels: Vec<Panel<'_>> = series
        .iter()
        .enumerate()
        .map(|(index, values)| Panel {
            name: district(lang, index),
            values,
            plan: if index == 3 { &[] } else { &plan },
            last: &lasts[index],
            last_plan: if index == 3 { "" } else { "80.0 %" },
        })
        .collect();
    small_multiples(&SmallMultiples {
        ids: ChartIds {
            title: &title,
            description: &description,
        },
        title: say(
            lang,
            "Coverage by district over time",
            "وقت کے ساتھ اضلاع کا احاطہ",
        ),
        description: "",
        panels: &panels,
        top: (1.0, "100 %"),
        texts: MultiplesTexts {
            name: say(lang, "District", "ضلع"),
            value: say(lang, "complete of target", "ہدف میں سے مکمل"),
            plan: say(lang, "plan", "منصوبہ"),
            first: "2026-09-04",
            last: "2026-12-02",
        },
        lang,
        width,
    })
    .unwrap()
}

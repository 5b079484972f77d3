//! Words of household listings.

use super::{Text, texts};
use domain::listing::{ListingKind, Reached};

texts! {
    /// Title, heading and link.
    LISTING: "Household listing", "گھرانوں کی فہرست";
    /// The page's lead.
    LEAD: "How far the interviews have come with the households that were listed, and which of these nobody has visited.", "فہرست میں درج گھرانوں کے انٹرویو کہاں تک پہنچے، اور کن گھرانوں کے پاس کوئی نہیں گیا۔";
    /// A heading: one area.
    OF_AREA: "Household listing: {area}", "گھرانوں کی فہرست: {area}";
    /// In place of a table.
    NONE: "No household listing was read in yet.", "ابھی گھرانوں کی کوئی فہرست درآمد نہیں کی گئی۔";
    /// How one is read in.
    HOW: "Whoever runs the server reads one in: fieldwatch listing import FILE --name NAME. The file is CSV with the columns household_ref and area_code, and latitude, longitude, address and enumerator_code where they are known; or GeoJSON points with these as properties.", "سرور چلانے والا فہرست درآمد کرتا ہے: fieldwatch listing import FILE --name NAME۔ فائل CSV ہو جس میں household_ref اور area_code کے کالم ہوں، اور جہاں معلوم ہو latitude، longitude، address اور enumerator_code؛ یا GeoJSON کے نقطے جن کی خصوصیات یہی ہوں۔";
    /// A field.
    CHOOSE: "Listing", "فہرست";
    /// A field.
    REACHED: "Households", "گھرانے";
    /// A choice.
    ALL_OF_THEM: "All that are listed", "فہرست میں درج تمام";
    /// What a listing is.
    ABOUT: "{name}: {kind}, {wave}, read {at}.", "{name}: {kind}، {wave}، درآمد {at}۔";
    /// What a listing is whose file was not read to its end.
    ABOUT_UNREAD: "{name}: {kind}, {wave}. Its file is being read, or reading was cut short: the numbers are not complete.", "{name}: {kind}، {wave}۔ فائل پڑھی جا رہی ہے یا پڑھنا بیچ میں رک گیا: اعداد مکمل نہیں۔";
    /// Of a wave.
    OF_WAVE: "wave {wave}", "مرحلہ {wave}";
    /// Of no wave.
    OF_NO_WAVE: "interviews that name no wave", "وہ انٹرویو جن میں مرحلہ درج نہیں";
    /// Rows that were not taken.
    REFUSED: "{count} rows of its file were not taken: these households are not among the numbers.", "فائل کی {count} سطریں نہیں لی گئیں: یہ گھرانے اعداد میں شامل نہیں۔";
    /// The numbers are older than what is on file.
    DUE: "Some union councils are being counted again; look again in a minute.", "کچھ یونین کونسلیں دوبارہ گنی جا رہی ہیں؛ ایک منٹ بعد دوبارہ دیکھیں۔";
    /// Interviews without a reference.
    UNNAMED: "{count} interviews here name no household: whether it is on the list cannot be said.", "یہاں {count} انٹرویوز میں گھرانے کا حوالہ نہیں: معلوم نہیں کہ وہ فہرست میں ہیں یا نہیں۔";
    /// A kind of listing.
    CENSUS: "every household", "تمام گھرانے";
    /// A kind of listing.
    SAMPLE: "a sample", "نمونہ";
    /// Caption of a table.
    BY_AREA: "Listed households by area", "علاقے کے لحاظ سے درج گھرانے";
    /// A line of a table: all of it.
    ALL_HERE: "All of {area}", "{area} کل";
    /// A line of a table.
    ITSELF: "Listed for {area} as a whole", "مجموعی طور پر {area} کے لیے درج";
    /// A column.
    AREA: "Area", "علاقہ";
    /// A column.
    LISTED: "Listed", "درج";
    /// A column and choice.
    INTERVIEWED: "Interviewed", "انٹرویو ہوا";
    /// A column and choice.
    ATTEMPTED: "Visited, no interview", "گئے، انٹرویو نہیں ہوا";
    /// A column and choice.
    NOBODY: "Nobody visited", "کوئی نہیں گیا";
    /// A column.
    NOT_LISTED: "Interviews not on the list", "فہرست سے باہر انٹرویو";
    /// The way to households.
    HOUSEHOLDS: "Households", "گھرانے";
    /// The same, for whoever hears it.
    HOUSEHOLDS_OF: "Households of {area}", "{area} کے گھرانے";
    /// Caption of a table.
    BY_ENUMERATOR: "By the enumerator whom they are given to", "جس شمار کنندہ کو دیے گئے اس کے لحاظ سے";
    /// A column.
    ENUMERATOR: "Given to", "جسے دیا گیا";
    /// Given to nobody.
    GIVEN_TO_NOBODY: "nobody", "کسی کو نہیں";
    /// A column.
    REFERENCE: "Reference", "حوالہ";
    /// A column.
    ADDRESS: "Address", "پتا";
    /// A column.
    PLACE: "Place", "جگہ";
    /// A column.
    STANDING: "So far", "اب تک";
    /// In place of a table.
    NO_SUCH: "No household of the list stands so here.", "یہاں فہرست کا کوئی ایسا گھرانہ نہیں۔";
    /// What is left out of a list.
    ONLY_OF: "Only households given to {enumerator}.", "صرف وہ گھرانے جو {enumerator} کو دیے گئے۔";
    /// A link.
    OF_EVERYBODY: "Show those of everybody", "سب کے دکھائیں";
    /// A link to a map.
    MAP: "Map", "نقشہ";
}

/// What a listing lists.
pub fn kind(kind: ListingKind) -> Text {
    match kind {
        ListingKind::Census => CENSUS,
        ListingKind::Sample => SAMPLE,
    }
}

/// How far somebody has come with a household.
pub fn reached(reached: Reached) -> Text {
    match reached {
        Reached::Nobody => NOBODY,
        Reached::Attempted => ATTEMPTED,
        Reached::Interviewed => INTERVIEWED,
    }
}
